using System.Text;
using Archive.Capture;
using Archive.Capture.Http;
using Archive.Evidence;
using Archive.Evidence.Facts;
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
        await using var server = new TinyServer((_, _) => Reply(
            200,
            "Content-Type: application/json; charset=utf-8\r\nLink: <a>\r\nLink: <b>\r\n",
            "[ ]\n"u8.ToArray()));
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
        Assert.All(
            answer.RequestHeaders,
            h => Assert.Contains($"{h.Name}: {h.Value}\r\n", sent, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("cookie", sent, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(307, "POST /b HTTP/1.1\r\n", true)]
    [InlineData(303, "GET /b HTTP/1.1\r\n", false)]
    public async Task A_question_with_a_body_comes_with_what_was_sent_and_its_secrets_overwritten(
        int redirect, string second, bool sendsAgain)
    {
        await using var server = new TinyServer((path, _) => path == "/a"
            ? Reply(redirect, "Location: /b\r\n", [])
            : Reply(200, "Content-Type: application/json\r\n", "[\"T0K3N/1a\"]"u8.ToArray()));
        using var client = Client(server);
        var body = "limit=40&access_token=T0K3N%2F1a&q=brug"u8.ToArray();
        var question = new Question(server.At("/a"), "POST", new(QuestionBody.Form, body));

        var exchanges = await client.Ask(question, client.NewBudget(), default);

        Assert.Equal(body.Length, exchanges[0].Sent!.Body.Length);
        Assert.Equal(
            "limit=40&access_token=**********&q=brug", Encoding.UTF8.GetString(exchanges[0].Sent!.Body));
        Assert.Equal(new ByteRange(22, 10), Assert.Single(exchanges[0].Sent!.Masked));
        Assert.Equal("POST", exchanges[0].Method);
        Assert.Contains(new("content-type", QuestionBody.Form), exchanges[0].RequestHeaders);
        Assert.Contains(new("content-length", $"{body.Length}"), exchanges[0].RequestHeaders);
        Assert.EndsWith("\r\n\r\n" + Encoding.UTF8.GetString(body), server.Requests.First(), StringComparison.Ordinal);
        Assert.StartsWith(second, server.Requests.Last(), StringComparison.Ordinal);
        Assert.Equal(sendsAgain, exchanges[^1].Sent is not null);
        // An answer to the question that had the secret does not keep it.
        Assert.Equal(
            sendsAgain ? "[\"********\"]" : "[\"T0K3N/1a\"]", Encoding.UTF8.GetString(exchanges[^1].Body));
    }

    [Theory]
    [InlineData(3_000_000, true)]
    [InlineData(30_000, false)]
    public async Task A_medium_goes_to_a_file_if_it_is_large_and_has_its_digest(int length, bool isOnDisk)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        await using var server = new TinyServer((_, _) => Reply(200, "Content-Type: image/png\r\n", bytes));
        using var client = Client(server);

        var file = Assert.Single(await client.AskFile(server.At("/a.png"), directory, client.NewBudget(), default))
            .File!;

        Assert.Equal(Digest.Of(bytes), file.Digest);
        Assert.Equal(bytes.Length, file.Length);
        Assert.Equal(isOnDisk ? 1 : 0, Directory.GetFiles(directory).Length);
        using var read = new MemoryStream();
        await using (var content = file.Open())
            await content.CopyToAsync(read);
        Assert.Equal(bytes, read.ToArray());
        file.Dispose();
        Assert.Empty(Directory.GetFiles(directory));
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(404, null)]
    [InlineData(410, null)]
    [InlineData(401, GapCause.AccessDenied)]
    [InlineData(403, GapCause.AccessDenied)]
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

        var answer = Assert.Single(await client.Ask(new Uri($"http://127.0.0.1:{port}/"), client.NewBudget(), default));

        Assert.Equal(GapCause.Unreachable, answer.Trouble?.Cause);
        Assert.Null(answer.Status);
    }

    [Fact]
    public async Task The_hosts_own_stopping_is_no_trouble_of_the_server()
    {
        await using var server = new TinyServer(async (_, _, _) => await Task.Delay(5000));
        using var client = Client(server);
        using var stop = new CancellationTokenSource(200);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.Ask(server.At("/"), client.NewBudget(), stop.Token));
    }

    [Fact]
    public void Options_outside_their_range_stop_the_host() =>
        Assert.All(
            new PoliteOptions[]
            {
                new() { Tries = 0 }, new() { MaxAnswerBytes = 1 }, new() { AllowedLoopback = ["10.0.0.1:80"] },
                new() { AllowedLoopback = ["localhost"] }, new() { Contact = "a\r\nX: b" }, new() {
                    AnswerDeadline = TimeSpan.Zero },
            },
            wrong => Assert.Throws<ValidationException>(() => new PoliteClient(wrong, TimeProvider.System)));

    internal static PoliteClient Client(TinyServer server, Func<PoliteOptions, PoliteOptions>? change = null)
    {
        var options = new PoliteOptions { AllowedLoopback = [$"127.0.0.1:{server.Port}"], Interval = TimeSpan.Zero };
        return new(change?.Invoke(options) ?? options, TimeProvider.System, jitter: () => 0);
    }
}
