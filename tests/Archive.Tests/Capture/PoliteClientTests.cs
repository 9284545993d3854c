using System.IO.Compression;
using System.Net;
using System.Text;
using Archive.Capture;
using Archive.Evidence;
using FluentValidation;
using static Archive.Tests.Capture.TinyServer;

namespace Archive.Tests.Capture;

public sealed class PoliteClientTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("polite").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task An_answer_comes_with_its_bytes_its_headers_and_how_it_was_asked()
    {
        await using var server = new TinyServer((_, _) => Reply(200, "Content-Type: application/json; charset=utf-8\r\nLink: <a>\r\nLink: <b>\r\n", "[ ]\n"u8.ToArray()));
        using var client = Client(server, o => o with { Contact = "https://example.nl/archive" });

        var answer = Assert.Single(await client.Ask(server.At("/api/v1/x?limit=40"), client.NewBudget(), default));

        Assert.Null(answer.Trouble);
        Assert.Equal(200, answer.Status);
        Assert.Equal("[ ]\n", Encoding.UTF8.GetString(answer.Body));
        Assert.Equal("application/json", answer.MediaType);
        Assert.Equal(["<a>", "<b>"], answer.ResponseHeaders.Where(h => h.Name == "link").Select(h => h.Value));
        Assert.Contains(new("user-agent", "Archive/1 (+https://example.nl/archive)"), answer.RequestHeaders);
        Assert.Contains(new("host", $"127.0.0.1:{server.Port}"), answer.RequestHeaders);
        var sent = Assert.Single(server.Requests);
        Assert.StartsWith("GET /api/v1/x?limit=40 HTTP/1.1\r\n", sent, StringComparison.Ordinal);
        Assert.All(answer.RequestHeaders, h => Assert.Contains($"{h.Name}: {h.Value}\r\n", sent, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("cookie", sent, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://localhost/")]
    [InlineData("http://2130706433/")] // 127.0.0.1 as one number
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("http://user:pass@1.1.1.1/")]
    [InlineData("http://1.1.1.1:22/")]
    [InlineData("ftp://1.1.1.1/")]
    [InlineData("gopher://1.1.1.1/")]
    [InlineData("file:///etc/passwd")]
    public async Task An_address_that_is_not_public_is_not_visited(string address)
    {
        using var client = new PoliteClient(new() { Interval = TimeSpan.Zero }, TimeProvider.System);

        var answer = Assert.Single(await client.Ask(new(address), client.NewBudget(), default));

        Assert.Equal(GapCause.AddressBarred, answer.Trouble?.Cause);
        Assert.Null(answer.Status);
    }

    [Fact]
    public async Task A_name_with_one_address_that_is_not_public_is_not_visited()
    {
        using var client = new PoliteClient(
            new(), TimeProvider.System, resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]));

        var answer = Assert.Single(await client.Ask(new("https://social.example.nl/"), client.NewBudget(), default));

        Assert.Equal(GapCause.AddressBarred, answer.Trouble?.Cause);
    }

    [Fact]
    public async Task Another_port_of_this_machine_than_the_allowed_one_is_not_visited()
    {
        await using var allowed = new TinyServer((_, _) => Reply(200, "", "[]"u8.ToArray()));
        await using var other = new TinyServer((_, _) => Reply(200, "", "[]"u8.ToArray()));
        using var client = Client(allowed);

        Assert.Equal(GapCause.AddressBarred, (await client.Ask(other.At("/"), client.NewBudget(), default))[^1].Trouble?.Cause);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://localhost/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//10.0.0.1/")]
    public async Task A_redirect_to_an_address_that_is_not_public_is_not_followed(string target)
    {
        await using var server = new TinyServer((_, _) => Reply(302, $"Location: {target}\r\n", "moved"u8.ToArray()));
        using var client = Client(server);

        var made = await client.AskFile(server.At("/a.png"), directory, client.NewBudget(), default);

        Assert.Equal(GapCause.AddressBarred, made[^1].Trouble?.Cause);
        Assert.Equal("moved", Encoding.UTF8.GetString(made[0].Body));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_redirect_on_the_same_server_is_followed_and_kept()
    {
        await using var server = new TinyServer((path, _) =>
            path == "/a" ? Reply(301, "Location: /b\r\n", "moved"u8.ToArray()) : Reply(200, "", "[]"u8.ToArray()));
        using var client = Client(server);

        var made = await client.Ask(server.At("/a"), client.NewBudget(), default);

        Assert.Equal([301, 200], made.Select(m => m.Status));
        Assert.All(made, m => Assert.Equal(server.At("/a"), m.Asked));
        Assert.Equal(server.At("/b"), made[1].Final);
        Assert.All(made, m => Assert.Null(m.Trouble));
    }

    [Fact]
    public async Task Redirects_end_after_five()
    {
        await using var server = new TinyServer((path, _) => Reply(302, $"Location: {path}x\r\n", []));
        using var client = Client(server);

        var made = await client.Ask(server.At("/x"), client.NewBudget(), default);

        Assert.Equal(6, made.Count);
        Assert.Equal(GapCause.AddressBarred, made[^1].Trouble?.Cause);
    }

    [Fact]
    public async Task Only_a_medium_may_be_redirected_to_another_server()
    {
        await using var other = new TinyServer((_, _) => Reply(200, "", "bytes"u8.ToArray()));
        var elsewhere = $"http://localhost:{other.Port}/b";
        await using var server = new TinyServer((_, _) => Reply(302, $"Location: {elsewhere}\r\n", []));
        using var client = Client(server, o => o with { AllowedLoopback = [.. o.AllowedLoopback, $"localhost:{other.Port}"] });

        var answer = await client.Ask(server.At("/a"), client.NewBudget(), default);
        var medium = await client.AskFile(server.At("/a"), directory, client.NewBudget(), default);

        Assert.Equal(GapCause.AddressBarred, answer[^1].Trouble?.Cause);
        Assert.Null(medium[^1].Trouble);
        Assert.Equal("bytes", await File.ReadAllTextAsync(medium[^1].File!.Path));
    }

    [Fact]
    public async Task A_medium_goes_to_a_file_with_its_digest()
    {
        var bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);
        await using var server = new TinyServer((_, _) => Reply(200, "Content-Type: image/png\r\n", bytes));
        using var client = Client(server);

        var file = Assert.Single(await client.AskFile(server.At("/a.png"), directory, client.NewBudget(), default)).File!;

        Assert.Equal(Digest.Of(bytes), file.Digest);
        Assert.Equal(bytes.Length, file.Length);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(file.Path));
    }

    [Fact]
    public async Task An_answer_of_64_MB_is_cut_at_the_limit_and_what_came_is_kept()
    {
        await using var server = new TinyServer(async (_, _, connection) =>
        {
            await connection.WriteAsync(Reply(200));
            var spaces = new byte[1 << 20];
            spaces.AsSpan().Fill((byte)' ');
            for (var i = 0; i < 64; i++)
                await connection.WriteAsync(spaces);
        });
        using var client = Client(server);

        var answer = Assert.Single(await client.Ask(server.At("/"), client.NewBudget(), default));

        Assert.Equal(GapCause.TooLarge, answer.Trouble?.Cause);
        Assert.Equal(16 << 20, answer.Body.Length);
    }

    [Fact]
    public async Task A_small_answer_that_grows_without_end_is_cut()
    {
        var bomb = new MemoryStream();
        using (var zip = new GZipStream(bomb, CompressionLevel.SmallestSize))
        {
            for (var i = 0; i < 64; i++)
                zip.Write(new byte[1 << 20]);
        }

        await using var server = new TinyServer((_, _) => Reply(200, "Content-Encoding: gzip\r\n", bomb.ToArray()));
        using var client = Client(server);

        var answer = Assert.Single(await client.Ask(server.At("/"), client.NewBudget(), default));

        Assert.Equal(GapCause.TooLarge, answer.Trouble?.Cause);
        Assert.InRange(answer.Body.Length, 1, 15 << 20);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_compressed_answer_is_kept_as_what_it_says_and_that_is_said(string coding)
    {
        var packed = new MemoryStream();
        using (Stream zip = coding switch
        {
            "gzip" => new GZipStream(packed, CompressionMode.Compress),
            "br" => new BrotliStream(packed, CompressionMode.Compress),
            _ => new ZLibStream(packed, CompressionMode.Compress),
        })
        {
            zip.Write("""[{"id":"1"}]"""u8);
        }

        await using var server = new TinyServer((_, _) => Reply(200, $"Content-Encoding: {coding}\r\n", packed.ToArray()));
        using var client = Client(server);

        var answer = Assert.Single(await client.Ask(server.At("/"), client.NewBudget(), default));

        Assert.Null(answer.Trouble);
        Assert.Equal("""[{"id":"1"}]""", Encoding.UTF8.GetString(answer.Body));
        Assert.Equal(new(Fetched.DecodedHeader, $"{coding}; received={packed.ToArray().Length}"), answer.ResponseHeaders[^1]);
        Assert.Equal(coding, answer.Header("content-encoding"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("gzip, br")]
    public async Task A_coding_that_cannot_be_undone_is_not_understood(string coding)
    {
        await using var server = new TinyServer((_, _) => Reply(200, $"Content-Encoding: {coding}\r\n", "no such thing"u8.ToArray()));
        using var client = Client(server);

        Assert.Equal(GapCause.NotUnderstood, (await client.Ask(server.At("/"), client.NewBudget(), default))[^1].Trouble?.Cause);
    }

    [Fact]
    public async Task A_drip_ends_at_the_deadline()
    {
        await using var server = new TinyServer(async (_, _, connection) =>
        {
            await connection.WriteAsync(Reply(200));
            for (var i = 0; i < 100; i++)
            {
                await connection.WriteAsync(" "u8.ToArray());
                await Task.Delay(100);
            }
        });
        using var client = Client(server, o => o with { AnswerDeadline = TimeSpan.FromSeconds(1), MinBytesPerSecond = 0, Tries = 1 });

        var answer = Assert.Single(await client.Ask(server.At("/"), client.NewBudget(), default));

        Assert.Equal(GapCause.Unreachable, answer.Trouble?.Cause);
        Assert.Equal(200, answer.Status);
        Assert.InRange(answer.Body.Length, 1, 20);
        Assert.InRange((answer.Ended - answer.Started).TotalSeconds, 0.9, 5);
    }

    [Fact]
    public async Task A_drip_is_too_slow_before_its_deadline()
    {
        await using var server = new TinyServer(async (_, _, connection) =>
        {
            await connection.WriteAsync(Reply(200));
            for (var i = 0; i < 100; i++)
            {
                await connection.WriteAsync(" "u8.ToArray());
                await Task.Delay(100);
            }
        });
        using var client = Client(server, o => o with { SlowAfter = TimeSpan.FromSeconds(0.5), Tries = 1 });

        var answer = Assert.Single(await client.Ask(server.At("/"), client.NewBudget(), default));

        Assert.Equal(GapCause.Unreachable, answer.Trouble?.Cause);
        Assert.InRange((answer.Ended - answer.Started).TotalSeconds, 0.4, 5);
    }

    [Fact]
    public async Task A_connection_that_breaks_leaves_what_came()
    {
        await using var server = new TinyServer((_, _) => [.. Reply(200, "Content-Length: 100\r\n"), .. "[{\"id\":"u8]);
        using var client = Client(server, o => o with { Tries = 1 });

        var answer = Assert.Single(await client.Ask(server.At("/"), client.NewBudget(), default));

        Assert.Equal(GapCause.Unreachable, answer.Trouble?.Cause);
        Assert.Equal("[{\"id\":", Encoding.UTF8.GetString(answer.Body));
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(404, null)]
    [InlineData(410, null)]
    [InlineData(401, GapCause.Refused)]
    [InlineData(403, GapCause.Refused)]
    [InlineData(501, GapCause.PlatformFailed)]
    [InlineData(400, GapCause.NotUnderstood)]
    [InlineData(206, GapCause.NotUnderstood)] // part of something we asked for whole
    [InlineData(304, GapCause.NotUnderstood)]
    public async Task A_status_says_what_kind_of_trouble_it_is_and_is_not_asked_again(int status, GapCause? cause)
    {
        await using var server = new TinyServer((_, _) => Reply(status, "", "{}"u8.ToArray()));
        using var client = Client(server);

        var answer = Assert.Single(await client.Ask(server.At("/"), client.NewBudget(), default));

        Assert.Equal(cause, answer.Trouble?.Cause);
        Assert.Equal(status == 304 ? "" : "{}", Encoding.UTF8.GetString(answer.Body));
    }

    [Fact]
    public async Task Nobody_there_is_unreachable()
    {
        int port;
        await using (var gone = new TinyServer((_, _) => []))
            port = gone.Port;
        using var client = new PoliteClient(
            new() { AllowedLoopback = [$"127.0.0.1:{port}"], Tries = 1 }, TimeProvider.System);

        var answer = Assert.Single(await client.Ask(new($"http://127.0.0.1:{port}/"), client.NewBudget(), default));

        Assert.Equal(GapCause.Unreachable, answer.Trouble?.Cause);
        Assert.Null(answer.Status);
    }

    [Fact]
    public async Task The_hosts_own_stopping_is_no_trouble_of_the_server()
    {
        await using var server = new TinyServer(async (_, _, _) => await Task.Delay(5000));
        using var client = Client(server);
        using var stop = new CancellationTokenSource(200);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Ask(server.At("/"), client.NewBudget(), stop.Token));
    }

    [Fact]
    public void Options_outside_their_range_stop_the_host() =>
        Assert.All(
            new PoliteOptions[]
            {
                new() { Tries = 0 }, new() { MaxAnswerBytes = 1 }, new() { AllowedLoopback = ["10.0.0.1:80"] },
                new() { AllowedLoopback = ["localhost"] }, new() { Contact = "a\r\nX: b" }, new() { AnswerDeadline = TimeSpan.Zero },
            },
            wrong => Assert.Throws<ValidationException>(() => new PoliteClient(wrong, TimeProvider.System)));

    private static PoliteClient Client(TinyServer server, Func<PoliteOptions, PoliteOptions>? change = null)
    {
        var options = new PoliteOptions { AllowedLoopback = [$"127.0.0.1:{server.Port}"], Interval = TimeSpan.Zero };
        return new(change?.Invoke(options) ?? options, TimeProvider.System, jitter: () => 0);
    }
}
