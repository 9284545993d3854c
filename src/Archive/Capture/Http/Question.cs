namespace Archive.Capture.Http;

/// <summary>What is asked of a server.</summary>
/// <param name="Method">In capitals. It asks for something and changes nothing: it may be repeated.</param>
public sealed record Question(Uri Address, string Method = "GET", QuestionBody? Body = null)
{
    /// <summary>Of an answer to this question that we have; null to be given the answer whatever it is.</summary>
    internal Validator? Validator { get; init; }
}

/// <summary>
/// By which a server knows an answer that it gave before, and may say that it has no other (RFC 9110 section 13.1).
/// </summary>
/// <param name="Header">The header of a question that has it, in lower case.</param>
internal sealed record Validator(string Header, string Value)
{
    public static bool IsIn(IEnumerable<HttpField> request) =>
        request.Any(h => h.Name is "if-none-match" or "if-modified-since");
}

/// <param name="Bytes">
/// 1 to <see cref="Storage.Vault.SentBody.Most"/>: more is not sent, as it could not be kept.
/// </param>
public sealed record QuestionBody(string MediaType, byte[] Bytes)
{
    public byte[] Bytes { get; } = Bytes.Length is > 0 and <= Storage.Vault.SentBody.Most
        ? Bytes
        : throw new ArgumentException($"A question has 1 to {Storage.Vault.SentBody.Most} bytes.", nameof(Bytes));

    public const string Form = "application/x-www-form-urlencoded";
    public const string Json = "application/json";
}
