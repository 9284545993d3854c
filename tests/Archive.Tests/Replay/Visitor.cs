using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Archive.Replay;

namespace Archive.Tests.Replay;

/// <summary>Asks a replay server, and follows its Link headers.</summary>
internal sealed partial class Visitor(ReplayServer server) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) {
        BaseAddress = server.Address };

    public Task<HttpResponseMessage> Get(string path) => http.GetAsync(path);

    public Task<HttpResponseMessage> Post(string path, string body = "") =>
        http.PostAsync(path, new StringContent(body));

    public async Task<JsonElement> Json(string path)
    {
        using var answer = await Get(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;
    }

    public async Task<string> AccountId(string acct) => Id(await Json($"/api/v1/accounts/lookup?acct={acct}"));

    /// <summary>A listing from its newest to its end.</summary>
    public async Task<List<JsonElement>> Listing(string accountId, string parameters)
    {
        var all = new List<JsonElement>();
        for (var next = $"/api/v1/accounts/{accountId}/statuses?{parameters}"; next is not null;)
        {
            using var answer = await Get(next);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            all.AddRange(JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement.EnumerateArray());
            next = Next(answer);
        }

        return all;
    }

    public static string? Next(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("link", out var links)
            && NextLink().Match(links.Single()) is { Success: true } match
            ? match.Groups[1].Value
            : null;

    public static string Id(JsonElement status) => status.GetProperty("id").GetString()!;

    public static string Origin(HttpResponseMessage answer) => answer.Headers.GetValues("x-replay").Single();

    public void Dispose() => http.Dispose();

    [GeneratedRegex("<([^>]+)>; rel=\"next\"")]
    private static partial Regex NextLink();
}
