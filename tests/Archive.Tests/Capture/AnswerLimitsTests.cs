using System.IO.Compression;
using System.Text;
using Archive.Capture;
using Archive.Capture.Http;
using Archive.Evidence.Facts;
using static Archive.Tests.Capture.PoliteClientTests;
using static Archive.Tests.Capture.TinyServer;

namespace Archive.Tests.Capture;

public sealed class AnswerLimitsTests
{
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

        await using var server = new TinyServer(
            (_, _) => Reply(200, $"Content-Encoding: {coding}\r\n", packed.ToArray()));
        using var client = Client(server);

        var answer = Assert.Single(await client.Ask(server.At("/"), client.NewBudget(), default));

        Assert.Null(answer.Trouble);
        Assert.Equal("""[{"id":"1"}]""", Encoding.UTF8.GetString(answer.Body));
        Assert.Equal(
            new(Fetched.DecodedHeader, $"{coding}; received={packed.ToArray().Length}"),
            answer.ResponseHeaders[^1]);
        Assert.Equal(coding, answer.Header("content-encoding"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("gzip, br")]
    public async Task A_coding_that_cannot_be_undone_is_not_understood(string coding)
    {
        await using var server = new TinyServer(
            (_, _) => Reply(200, $"Content-Encoding: {coding}\r\n", "no such thing"u8.ToArray()));
        using var client = Client(server);

        Assert.Equal(
            GapCause.NotUnderstood,
            (await client.Ask(server.At("/"), client.NewBudget(), default))[^1].Trouble?.Cause);
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
        using var client = Client(
            server,
            o => o with { AnswerDeadline = TimeSpan.FromSeconds(1), MinBytesPerSecond = 0, Tries = 1 });

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
}
