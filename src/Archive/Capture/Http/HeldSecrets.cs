using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Archive.Capture.Http;

/// <summary>The secrets that a question carries: an answer that repeats one repeats ours.</summary>
internal static class HeldSecrets
{
    /// <summary>What is shorter is no secret, and would overwrite words.</summary>
    private const int Shortest = 8;

    /// <param name="request">Its headers.</param>
    /// <param name="sent">Its body; null if it has none.</param>
    public static IReadOnlyList<string> Of(Uri asked, IEnumerable<HttpField> request, QuestionBody? sent = null)
    {
        var inHeaders = request.Where(h => SecretMask.SecretHeaders.Contains(h.Name.ToLowerInvariant()))
            .Select(h => h.Value[(h.Value.IndexOf(' ', StringComparison.Ordinal) + 1)..]); // without `Bearer`
        return [.. inHeaders.Concat(InParameters(asked.Query.TrimStart('?'))).Concat(InBody(sent))
            .Where(secret => secret.Length >= Shortest).Distinct()];
    }

    private static IEnumerable<string> InParameters(string parameters) =>
        from parameter in parameters.Split('&')
        let parts = parameter.Split('=', 2)
        where parts.Length == 2 && SecretMask.TokenNames.Contains(parts[0])
        select Uri.UnescapeDataString(parts[1]);

    /// <summary>Parameters of a form, and members of an object; nobody but we wrote them.</summary>
    private static IEnumerable<string> InBody(QuestionBody? sent) => sent?.MediaType.Split(';')[0].Trim() switch
    {
        QuestionBody.Form => InParameters(Encoding.UTF8.GetString(sent.Bytes)),
        QuestionBody.Json when JsonNode.Parse(sent.Bytes) is JsonObject members => members
            .Where(m => SecretMask.TokenNames.Contains(m.Key) && m.Value?.GetValueKind() == JsonValueKind.String)
            .Select(m => m.Value!.GetValue<string>()),
        _ => [],
    };

    /// <summary>A secret as it is, and as addresses and JSON write it.</summary>
    public static IEnumerable<string> Forms(string secret) =>
    [
        secret, Uri.EscapeDataString(secret), LowerEscapes(Uri.EscapeDataString(secret)),
        secret.Replace("/", @"\/", StringComparison.Ordinal), JsonEncodedText.Encode(secret).ToString(),
        JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
    ];

    private static string LowerEscapes(string escaped) => string.Join(
        '%',
        escaped.Split('%').Select((part, i) => i == 0 ? part : part[..2].ToLowerInvariant() + part[2..]));
}
