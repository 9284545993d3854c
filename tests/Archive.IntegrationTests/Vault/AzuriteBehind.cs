using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Archive.IntegrationTests.Vault;

/// <summary>Azurite as the proxy reaches it: requests go on as they came, signatures included.</summary>
public sealed class AzuriteBehind(Uri azurite) : IDisposable
{
    private static readonly HashSet<string> Hop = new(StringComparer.OrdinalIgnoreCase)
        { "Host", "Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Expect" };

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    /// <summary>
    /// Asked after every answer of Azurite, with method and query; true and the client never hears of it.
    /// </summary>
    public Func<string, bool> LosesAnswerTo { get; set; } = _ => false;

    /// <summary>Changes a block on its way.</summary>
    public Action<byte[]>? Changes { get; set; }

    /// <param name="before">Done before the answer begins, for headers.</param>
    /// <param name="change">Of the text of a good answer.</param>
    /// <returns>Azurite's status.</returns>
    public async Task<int> Forward(HttpContext http, Action? before = null, Func<string, string>? change = null)
    {
        using var asked = await Copy(http.Request);
        using var answer = await client.SendAsync(asked);
        var status = (int)answer.StatusCode;
        if (LosesAnswerTo($"{http.Request.Method} {http.Request.QueryString}"))
        {
            http.Abort();
            return status;
        }

        http.Response.StatusCode = status;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(h => !Hop.Contains(h.Key)))
            http.Response.Headers[name] = values.ToArray();
        if (answer.IsSuccessStatusCode)
            before?.Invoke();
        var given = await answer.Content.ReadAsByteArrayAsync();
        if (change is not null && answer.IsSuccessStatusCode)
            given = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(given)));
        http.Response.ContentLength = http.Request.Method == "HEAD"
            ? answer.Content.Headers.ContentLength
            : given.Length;
        if (http.Request.Method != "HEAD")
            await http.Response.Body.WriteAsync(given);
        return status;
    }

    /// <summary>What a blob holds now, asked with a signature of our own.</summary>
    public Task<byte[]> Bytes(string path)
    {
        var parts = path.Split('/', 4);
        var blob = Azurite.Open(new Uri(azurite, $"{parts[1]}/{parts[2]}"))
            .GetBlobClient(Uri.UnescapeDataString(parts[3]));
        return client.GetByteArrayAsync(blob.GenerateSasUri(
            Azure.Storage.Sas.BlobSasPermissions.Read, TimeProvider.System.GetUtcNow().AddHours(1)));
    }

    public void Dispose() => client.Dispose();

    private async Task<HttpRequestMessage> Copy(HttpRequest from)
    {
        var to = new HttpRequestMessage(
            new HttpMethod(from
                .Method), new Uri(azurite, from.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget));
        if (from.Method == "PUT")
        {
            using var body = new MemoryStream();
            await from.Body.CopyToAsync(body);
            var bytes = body.ToArray();
            if (from.Query["comp"] == "block")
                Changes?.Invoke(bytes);
            to.Content = new ByteArrayContent(bytes);
        }

        foreach (var (name, value) in from.Headers.Where(h => !Hop.Contains(h.Key)))
        {
            if (!to.Headers.TryAddWithoutValidation(name, value.ToArray()))
                to.Content?.Headers.TryAddWithoutValidation(name, value.ToArray());
        }

        return to;
    }
}
