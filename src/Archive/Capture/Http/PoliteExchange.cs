using System.Net.Http.Headers;
using Archive.Evidence;

namespace Archive.Capture.Http;

/// <summary>What is asked for.</summary>
/// <param name="Directory">Where the body goes, into a file of its own, unless it is small; null for memory.</param>
/// <param name="Accept">The media type we want.</param>
/// <param name="Limit">In bytes of the entity.</param>
internal sealed record FetchSpec(string? Directory, string Accept, long Limit, TimeSpan Deadline);

/// <summary>Makes one exchange: one request, no redirect followed, no try repeated.</summary>
internal sealed class PoliteExchange(PoliteOptions options, TimeProvider clock, AddressGuard door) : IDisposable
{
    /// <summary>Of an answer that is no medium (an error page) this much is kept.</summary>
    private const long PageLimit = 1 << 20;

    /// <summary>Up to this length a file is not worth making, writing, reading and deleting one.</summary>
    private const long SmallFile = 1 << 20;

    private readonly HttpMessageInvoker http = new(door.Handler(), disposeHandler: true);
    private readonly PoliteBody body = new(options, clock);

    public void Dispose() => http.Dispose();

    public string? WhyBarred(Uri uri) => door.WhyBarred(uri);

    /// <summary>Where an answer redirects to; null if it does not.</summary>
    public static Uri? Redirect(Fetched answer) =>
        answer is { Status: 301 or 302 or 303 or 307 or 308, Trouble: null }
        && answer.Header("location") is { } location
        && Uri.TryCreate(answer.Final, location, out var to)
            ? to
            : null;

    /// <param name="asked">What the caller asked for, before any redirect.</param>
    public async Task<Fetched> Make(Uri asked, Question question, FetchSpec wanted, CancellationToken ct)
    {
        var uri = question.Address;
        using var request = Request(question, wanted);
        using var deadline = new CancellationTokenSource(wanted.Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        var fetched = new Fetched(
            asked, uri, clock.GetUtcNow(), default, null, [.. Fields(request.Headers)], [], [], null, null)
        {
            Method = question.Method,
        };
        if (request.Content is { } content)
            fetched = fetched with { RequestHeaders = [.. fetched.RequestHeaders, .. Fields(content.Headers)] };
        fetched = fetched with { Held = HeldSecrets.Of(uri, fetched.RequestHeaders, question.Body) };
        if (question.Body is { } sent)
            fetched = fetched with { Sent = SecretMask.Sent(sent.Bytes, fetched.Held) };
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            if ((int)response.StatusCode < LeastStatus)
                return fetched with { Trouble = NoHttp, Ended = clock.GetUtcNow() };
            fetched = fetched with
            {
                Status = (int)response.StatusCode,
                ResponseHeaders = [.. Fields(response.Headers), .. Fields(response.Content.Headers)],
            };
            fetched = await Read(fetched, response, wanted, deadline.Token, ct);
        }
        catch (HttpRequestException e)
        {
            fetched = fetched with { Trouble = NoAnswer(e) };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            fetched = fetched with { Trouble = new(GapCause.Unreachable, "No answer before the deadline.") };
        }

        return fetched with { Ended = clock.GetUtcNow() };
    }

    private async Task<Fetched> Read(
        Fetched fetched, HttpResponseMessage response, FetchSpec wanted, CancellationToken deadline,
        CancellationToken ct)
    {
        ReadBody read;
        var isFile = wanted.Directory is not null && fetched.Status == 200;
        if (isFile && !IsSmall(response.Content.Headers))
        {
            var path = Path.Combine(wanted.Directory!, $"{Ids.New()}.part");
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
                read = await body.Read(response, file, wanted.Limit, deadline, ct);
            fetched = fetched with { File = new(path, [], read.Length, read.Digest) };
        }
        else
        {
            using var memory = new MemoryStream();
            var limit = wanted.Directory is null || isFile ? wanted.Limit : PageLimit;
            read = await body.Read(response, memory, limit, deadline, ct);
            fetched = isFile
                ? fetched with { File = new(null, memory.ToArray(), read.Length, read.Digest) }
                : WithBody(fetched, memory.ToArray());
        }

        if (read.Decoded is { } coding)
        {
            var said = new HttpField(Fetched.DecodedHeader, $"{coding}; received={read.Received}");
            fetched = fetched with { ResponseHeaders = [.. fetched.ResponseHeaders, said] };
        }

        return fetched with { Trouble = Meaning(fetched) ?? read.Trouble };
    }

    private static Fetched WithBody(Fetched fetched, byte[] received)
    {
        var (masked, ranges) = SecretMask.Body(received, fetched.Held);
        return fetched with { Body = masked, Masked = ranges };
    }

    /// <summary>The server cannot send more than it said; what it compressed may grow.</summary>
    private static bool IsSmall(HttpContentHeaders headers) =>
        headers is { ContentLength: <= SmallFile, ContentEncoding.Count: 0 };

    private HttpRequestMessage Request(Question question, FetchSpec wanted)
    {
        var uri = question.Address;
        var contact = options.Contact.Length > 0 ? $" (+{options.Contact})" : "";
        var request = new HttpRequestMessage(new(question.Method), uri);
        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost; // the one with brackets
        request.Headers.Host = uri.IsDefaultPort ? host : $"{host}:{uri.Port}";
        request.Headers.TryAddWithoutValidation("User-Agent", $"Archive/1{contact}");
        request.Headers.TryAddWithoutValidation("Accept", wanted.Accept);
        request.Headers.TryAddWithoutValidation(
            "Accept-Encoding", wanted.Directory is null ? PoliteBody.Codings : "identity");
        if (question.Validator is { } validator)
            request.Headers.TryAddWithoutValidation(validator.Header, validator.Value);
        if (question.Body is { } sent)
        {
            request.Content = new ByteArrayContent(sent.Bytes);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", sent.MediaType);
            _ = request.Content.Headers.ContentLength; // computed now, so that it is among the headers
        }

        return request;
    }

    private static IEnumerable<HttpField> Fields(HttpHeaders headers)
    {
        foreach (var (name, values) in headers.NonValidated)
        {
            foreach (var value in values)
                yield return new(name.ToLowerInvariant(), value);
        }
    }

    /// <summary>
    /// What a status says about the question; null for an answer and for a redirect that can be followed.
    /// </summary>
    private static FetchFailure? Meaning(Fetched fetched) => fetched.Status switch
    {
        200 or 404 or 410 => null,
        304 when Validator.IsIn(fetched.RequestHeaders) => null,
        401 or 403 or 451 => new(GapCause.AccessDenied, $"The server refuses ({fetched.Status})."),
        429 => new(GapCause.RateLimited, "The server counts too many questions (429)."),
        >= 500 => new(GapCause.PlatformFailed, $"The server failed ({fetched.Status})."),
        _ => Redirect(fetched) is null
            ? new(GapCause.NotUnderstood, $"The server answers with a status we do not expect ({fetched.Status}).")
            : null,
    };

    /// <summary>RFC 9110 section 15: a status is from 100.</summary>
    private const int LeastStatus = 100;

    private static FetchFailure NoHttp { get; } = new(GapCause.PlatformFailed, "The server answers with no status.");

    private static FetchFailure NoAnswer(HttpRequestException e)
    {
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is BarredException)
                return new(GapCause.AddressNotAllowed, inner.Message);
        }

        return e.HttpRequestError switch
        {
            HttpRequestError.ConfigurationLimitExceeded => new(
                GapCause.TooLarge,
                "The answer's headers are too large."),
            HttpRequestError.InvalidResponse => new(GapCause.PlatformFailed, "The server does not speak HTTP."),
            HttpRequestError.NameResolutionError => new(GapCause.Unreachable, "The server's name is not known."),
            _ => new(GapCause.Unreachable, $"No connection ({e.HttpRequestError})."),
        };
    }
}
