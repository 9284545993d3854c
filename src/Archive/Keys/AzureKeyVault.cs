using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Archive.Evidence;
using Archive.Storage.Keys;
using Polly;
using Polly.Retry;

namespace Archive.Keys;

/// <summary>Which key of an Azure Key Vault or Managed HSM wraps our key files, and as whom we ask.</summary>
/// <param name="Key">
/// Without version: `https://NAME.vault.azure.net/keys/KEY`. What is wrapped names the version that did it.
/// </param>
/// <param name="Directory">The Entra tenant; null, with the two below, for the machine's managed identity.</param>
public sealed record AzureKeyVaultSettings(
    Uri Key,
    string? Directory = null,
    string? Client = null,
    string? Secret = null)
{
    /// <summary>Where a service principal signs in.</summary>
    public Uri SignIn { get; init; } = new("https://login.microsoftonline.com");

    /// <summary>Where the machine itself gives its identity's tokens.</summary>
    public Uri Identity { get; init; } = new("http://169.254.169.254");

    /// <summary>
    /// `https://vault.azure.net`: whom tokens are for. The vault's host without its own name, so other clouds work too.
    /// </summary>
    public string Resource => $"https://{Key.Host[(Key.Host.IndexOf('.', StringComparison.Ordinal) + 1)..]}";
}

/// <summary>
/// Azure Key Vault as the store that wraps our key files, over its REST interface (`wrapkey`, `unwrapkey`, version 7.4)
/// with RSA-OAEP-256. The private key never leaves it; access to it can be taken away, logged and limited there.
/// </summary>
public sealed class AzureKeyVault(AzureKeyVaultSettings settings, HttpClient client) : IKeyStore
{
    public const string Algorithm = "RSA-OAEP-256";

    private const string Version = "api-version=7.4";

    private readonly ResiliencePipeline<HttpResponseMessage> patience =
        new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = 3,
            Delay = TimeSpan.FromSeconds(1),
            BackoffType = DelayBackoffType.Exponential,
            ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>()
                .HandleResult(
                    r => r.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError),
        })
        .Build();

    public WrappedKey Wrap(byte[] key)
    {
        var answer = Operate(settings.Key, "wrapkey", key);
        return new(answer.Kid, Algorithm, FromBase64Url(answer.Value));
    }

    public byte[] Unwrap(WrappedKey wrapped)
    {
        // Our token goes to the vault that is set, never to one that a file names.
        if (!Uri.TryCreate(wrapped.Under, UriKind.Absolute, out var under)
            || !under.AbsoluteUri.StartsWith($"{settings.Key.AbsoluteUri}/", StringComparison.Ordinal))
            throw Sentences.Fault("keys.wrapped-by-another", wrapped.Under, settings.Key);
        if (wrapped.Algorithm != Algorithm)
            throw Sentences.Fault("keys.wrapped-otherwise", wrapped.Algorithm, Algorithm);
        return FromBase64Url(Operate(under, "unwrapkey", wrapped.Bytes).Value);
    }

    private Answer Operate(Uri key, string operation, byte[] value)
    {
        var token = Token();
        using var response = Send(
            () => new(HttpMethod.Post, $"{key.AbsoluteUri}/{operation}?{Version}")
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
                Content = new StringContent(
                    JsonSerializer.Serialize(new Question(Algorithm, ToBase64Url(value))),
                    Encoding.UTF8,
                    "application/json"),
            },
            Sentences.Of("keys.store-does-not", key, operation));
        return Read<Answer>(response, key) is { Kid.Length: > 0, Value.Length: > 0 } answer
            ? answer
            : throw Sentences.Fault("keys.store-answer-incomplete", key, operation);
    }

    private string Token()
    {
        var (what, ask) = settings.Directory is null
            ? (Sentences.Of("keys.managed-identity"), (Func<HttpRequestMessage>)(() => new(
                HttpMethod.Get,
                new Uri(
                    settings.Identity,
                    "/metadata/identity/oauth2/token?api-version=2018-02-01&resource="
                        + Uri.EscapeDataString(settings.Resource)))
            {
                Headers = { { "Metadata", "true" } },
            }))
            : (Sentences.Of("keys.client", settings.Client), () => new(
                HttpMethod.Post,
                new Uri(settings.SignIn, $"/{settings.Directory}/oauth2/v2.0/token"))
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["grant_type"] = "client_credentials", ["client_id"] = settings
                        .Client!, ["client_secret"] = settings.Secret!,
                    ["scope"] = $"{settings.Resource}/.default",
                }),
            });
        using var response = Send(ask, Sentences.Of("keys.store-gives-no-token", settings.Resource, what));
        return Read<Token>(response, what).AccessToken is { Length: > 0 } token
            ? token
            : throw Sentences.Fault("keys.store-no-token", what);
    }

    /// <param name="ask">Makes the question; a second time where it has to be asked again.</param>
    private HttpResponseMessage Send(Func<HttpRequestMessage> ask, Sentence trouble)
    {
        try
        {
            var response = patience.Execute(() =>
            {
                using var request = ask();
                return client.Send(request);
            });
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
                throw Sentences.Fault(
                    "keys.store-refused", trouble, (int)response.StatusCode, Advice(response.StatusCode));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw Sentences.Fault(e, "keys.store-no-answer", trouble, Sentence.Of(e));
        }
    }

    private static Sentence Advice(HttpStatusCode status) => Sentences.Of(status switch
    {
        HttpStatusCode.BadRequest => "keys.check-names",
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "keys.give-role",
        HttpStatusCode.NotFound => "keys.store-has-no-key",
        _ => "keys.store-later",
    });

    private static T Read<T>(HttpResponseMessage response, object who)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(response.Content.ReadAsStream()) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw Sentences.Fault(e, "keys.store-no-json", who);
        }
    }

    private static string ToBase64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static byte[] FromBase64Url(string text)
    {
        try
        {
            return System.Buffers.Text.Base64Url.DecodeFromChars(text);
        }
        catch (FormatException e)
        {
            throw Sentences.Fault(e, "keys.store-no-base64");
        }
    }

    private sealed record Question(
        [property: JsonPropertyName("alg")] string Algorithm,
        [property: JsonPropertyName("value")] string Value);

    private sealed record Answer(
        [property: JsonPropertyName("kid")] string Kid,
        [property: JsonPropertyName("value")] string Value);
}

/// <summary>What a token endpoint gives.</summary>
internal sealed record Token([property: JsonPropertyName("access_token")] string AccessToken);
