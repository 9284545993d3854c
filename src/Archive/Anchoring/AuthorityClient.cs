using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Archive.Evidence;
using Archive.Evidence.Cms;

namespace Archive.Anchoring;

/// <summary>Why there is no time-stamp.</summary>
public enum TimeStampFailure
{
    /// <summary>It is not there, or broke off.</summary>
    Unreachable,

    /// <summary>It did not answer in time.</summary>
    TooSlow,

    /// <summary>It answered with an error of HTTP.</summary>
    HttpError,

    /// <summary>What it answered is no token for the question asked.</summary>
    NotUnderstood,

    /// <summary>A token, but under none of the configured roots, or by a certificate that was revoked.</summary>
    NotTrusted,
}

/// <summary>What came of asking: a token under one of the authority's roots, or why not.</summary>
public abstract record TimeStampResponse
{
    private TimeStampResponse()
    {
    }

    /// <param name="Path">From the signer's certificate to the root.</param>
    public sealed record Given(TimeStampToken Token, IReadOnlyList<X509Certificate2> Path) : TimeStampResponse;

    /// <param name="Why">One sentence for an operator.</param>
    public sealed record Missing(TimeStampFailure Trouble, string Why) : TimeStampResponse;
}

/// <summary>
/// Asks an authority, once, and believes nothing of what it answers before it is verified. Never throws for what a
/// server does.
/// </summary>
public sealed class AuthorityClient : IDisposable
{
    private const int MostBytes = 1 << 16;

    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxResponseHeadersLength = 16, // KiB
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseCookies = false,
        UseProxy = false,
    });

    public void Dispose() => http.Dispose();

    /// <param name="deadline">For the whole exchange, by the machine's own timer.</param>
    public async Task<TimeStampResponse> Ask(
        TimeStampAuthority authority,
        Digest imprint,
        TimeSpan deadline,
        CancellationToken ct)
    {
        using var late = new CancellationTokenSource(deadline);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            var query = new TimeStampQuery(imprint);
            using var request = new HttpRequestMessage(HttpMethod.Post, authority.Address)
            {
                Content = new ByteArrayContent(query.Encode())
                {
                    Headers = { ContentType = new MediaTypeHeaderValue("application/timestamp-query") },
                },
            };
            using var response = await http.SendAsync(request, either.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                return new TimeStampResponse.Missing(
                    TimeStampFailure.HttpError,
                    $"It answered with HTTP status {(int)response.StatusCode}.");
            return await Read(response, either.Token) is { } reply
                ? Judge(authority, query.Answer(reply))
                : NotUnderstood("It answered with more than a token can be.");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new TimeStampResponse.Missing(
                TimeStampFailure.TooSlow,
                $"It did not answer within {deadline.TotalSeconds:0} seconds.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !ct.IsCancellationRequested)
        {
            return new TimeStampResponse.Missing(TimeStampFailure.Unreachable, $"It cannot be reached: {e.Message}");
        }
        catch (FormatException e)
        {
            return NotUnderstood(e.Message);
        }
    }

    private static TimeStampResponse Judge(TimeStampAuthority authority, TimeStampToken token) =>
        token.PathTo(authority.Roots, authority.Others) is { } path
            ? new TimeStampResponse.Given(token, path)
            : new TimeStampResponse.Missing(
                TimeStampFailure.NotTrusted,
                $"Its token is by {token.Signer.Subject}, whose certificate leads to none of the configured roots at "
                    + $"{token.Time:u}.");

    private static TimeStampResponse.Missing NotUnderstood(string why) => new(TimeStampFailure.NotUnderstood, why);

    /// <returns>null if it is longer than it may be.</returns>
    private static async Task<byte[]?> Read(HttpResponseMessage response, CancellationToken ct)
    {
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[MostBytes + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length <= MostBytes ? buffer[..length] : null;
    }
}
