using System.Net;
using System.Text;
using Archive.Capture;
using Archive.Capture.Http;
using Archive.Evidence.Facts;
using static Archive.Tests.Capture.PoliteClientTests;
using static Archive.Tests.Capture.TinyServer;

namespace Archive.Tests.Capture;

public sealed class BarredAddressesTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("polite").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

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

        var answer = Assert.Single(await client.Ask(new Uri(address), client.NewBudget(), default));

        Assert.Equal(GapCause.AddressNotAllowed, answer.Trouble?.Cause);
        Assert.Null(answer.Status);
    }

    [Fact]
    public async Task A_name_with_one_address_that_is_not_public_is_not_visited()
    {
        using var client = new PoliteClient(
            new(), TimeProvider.System, resolve: (_, _) => Task.FromResult<IPAddress[]>(
                [IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]));

        var answer = Assert.Single(
            await client.Ask(new Uri("https://social.example.nl/"), client.NewBudget(), default));

        Assert.Equal(GapCause.AddressNotAllowed, answer.Trouble?.Cause);
    }

    [Fact]
    public async Task Another_port_of_this_machine_than_the_allowed_one_is_not_visited()
    {
        await using var allowed = new TinyServer((_, _) => Reply(200, "", "[]"u8.ToArray()));
        await using var other = new TinyServer((_, _) => Reply(200, "", "[]"u8.ToArray()));
        using var client = Client(allowed);

        Assert.Equal(
            GapCause.AddressNotAllowed,
            (await client.Ask(other.At("/"), client.NewBudget(), default))[^1].Trouble?.Cause);
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

        Assert.Equal(GapCause.AddressNotAllowed, made[^1].Trouble?.Cause);
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
        Assert.All(made, m => Assert.Equal(server.At("/a"), m.RequestUri));
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
        Assert.Equal(GapCause.AddressNotAllowed, made[^1].Trouble?.Cause);
    }

    [Fact]
    public async Task Only_a_medium_may_be_redirected_to_another_server()
    {
        await using var other = new TinyServer((_, _) => Reply(200, "", "bytes"u8.ToArray()));
        var elsewhere = $"http://localhost:{other.Port}/b";
        await using var server = new TinyServer((_, _) => Reply(302, $"Location: {elsewhere}\r\n", []));
        using var client = Client(
            server,
            o => o with { AllowedLoopback = [.. o.AllowedLoopback, $"localhost:{other.Port}"] });

        var answer = await client.Ask(server.At("/a"), client.NewBudget(), default);
        var medium = await client.AskFile(server.At("/a"), directory, client.NewBudget(), default);

        Assert.Equal(GapCause.AddressNotAllowed, answer[^1].Trouble?.Cause);
        Assert.Null(medium[^1].Trouble);
        Assert.Equal("bytes"u8.ToArray(), medium[^1].File!.Bytes);
    }
}
