using System.Text.Json.Nodes;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;
using Archive.Evidence;

namespace Archive.Storage.Vault;

/// <summary>
/// Piece 0 of a response: how its bytes came. They were asked for, a file was given in, or a platform pushed them; JCS
/// of one object whose member `came` tells which (docs/evidence-format.md, "Vault object"). Moments have six decimals,
/// headers are in the order they were sent, secrets are overwritten with `*` of equal length.
/// </summary>
/// <param name="Masked">Ranges of the body that were overwritten: ascending, apart, none empty.</param>
public abstract record Exchange(IReadOnlyList<MaskedRange> Masked)
{
    /// <exception cref="FormatException">A member is not one of the format.</exception>
    public byte[] Write()
    {
        MaskedRange.Check(Masked);
        var members = Members();
        members["masked"] = MaskedRange.Write(Masked);
        return CanonicalJson.Write(members);
    }

    /// <exception cref="FormatException">The bytes are not those that <see cref="Write"/> writes.</exception>
    public static Exchange Read(ReadOnlySpan<byte> bytes)
    {
        var members = StrictJson.Read(bytes);
        var masked = MaskedRange.Read(members["masked"]);
        Exchange exchange = StrictJson.Text(members["came"]) switch
        {
            PlatformResponse.Word => PlatformResponse.Of(members, masked),
            GivenFile.Word => GivenFile.Of(members, masked),
            ReceivedPush.Word => ReceivedPush.Of(members, masked),
            _ => throw OtherForm(),
        };
        return exchange.Write().AsSpan().SequenceEqual(bytes) ? exchange : throw OtherForm();
    }

    /// <summary>Whether what it says was overwritten lies in a body of that length.</summary>
    public bool IsOf(long bodyLength) => Masked.Count == 0 || Masked[^1].Offset + Masked[^1].Length <= bodyLength;

    /// <summary>Whether these bytes of the body are `*` wherever it says that they were overwritten.</summary>
    /// <param name="at">Where in the body they begin.</param>
    public bool Overwrites(ReadOnlySpan<byte> bytes, long at)
    {
        foreach (var range in Masked)
        {
            var from = Math.Clamp(range.Offset - at, 0, bytes.Length);
            var to = Math.Clamp(range.Offset + range.Length - at, 0, bytes.Length);
            if (bytes[(int)from..(int)to].ContainsAnyExcept((byte)'*'))
                return false;
        }

        return true;
    }

    /// <summary>All members but `masked`.</summary>
    private protected abstract JsonObject Members();

    private protected static MalformedException OtherForm() => new(Sentences.Of("storage.exchange-other-form"));

    private protected static string Capitals(string method) =>
        method.Length is > 0 and <= 20 && method.All(char.IsAsciiLetterUpper) ? method : throw OtherForm();
}

/// <summary>We asked, and this is what was answered.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Sent">Null if the question had no body.</param>
/// <param name="Status">HTTP status, 100 to 999.</param>
public sealed record PlatformResponse(
    string Method,
    string Url,
    IReadOnlyList<HeaderField> Request,
    SentBody? Sent,
    int Status,
    IReadOnlyList<HeaderField> Response,
    IReadOnlyList<MaskedRange> Masked,
    DateTimeOffset Started,
    DateTimeOffset Ended) : Exchange(Masked)
{
    internal const string Word = "asked";

    internal static PlatformResponse Of(JsonObject members, IReadOnlyList<MaskedRange> masked) => new(
        StrictJson.Text(members["method"]),
        StrictJson.Text(members["url"]),
        HeaderField.Read(members["request"]),
        members["sent"] is { } sent ? SentBody.Of(sent) : null,
        (int)Math.Min(StrictJson.Count(members["status"]), int.MaxValue),
        HeaderField.Read(members["response"]),
        masked,
        StrictJson.Moment(members["started"]),
        StrictJson.Moment(members["ended"]));

    private protected override JsonObject Members()
    {
        var members = new JsonObject
        {
            ["came"] = Word,
            ["ended"] = CanonicalMoment.Write(Ended),
            ["method"] = Capitals(Method),
            ["request"] = HeaderField.Write(Request),
            ["response"] = HeaderField.Write(Response),
            ["started"] = CanonicalMoment.Write(Started),
            ["status"] = Status is >= 100 and <= 999 ? Status : throw OtherForm(),
            ["url"] = TextRuns.Repair(Url),
        };
        if (Sent is { } sent)
            members["sent"] = sent.Write();
        return members;
    }
}

/// <summary>Nobody was asked: an officer gave a file in.</summary>
/// <param name="Name">The file's own name, without the folders it lay in; never empty.</param>
/// <param name="Entry">Path of the part of it that these bytes are, such as a file in a zip; null: all of it.</param>
/// <param name="By">The officer.</param>
/// <param name="At">When it was taken in.</param>
public sealed record GivenFile(
    string Name, string? Entry, Guid By, DateTimeOffset At, IReadOnlyList<MaskedRange> Masked) : Exchange(Masked)
{
    internal const string Word = "given";

    internal static GivenFile Of(JsonObject members, IReadOnlyList<MaskedRange> masked) => new(
        StrictJson.Text(members["name"]),
        members["entry"] is { } entry ? StrictJson.Text(entry) : null,
        StrictJson.Id(members["by"]),
        StrictJson.Moment(members["at"]),
        masked);

    private protected override JsonObject Members()
    {
        if (Name.Length == 0 || Entry is { Length: 0 })
            throw OtherForm();
        var members = new JsonObject
        {
            ["at"] = CanonicalMoment.Write(At),
            ["by"] = By.ToString(),
            ["came"] = Word,
            ["name"] = TextRuns.Repair(Name),
        };
        if (Entry is { } entry)
            members["entry"] = TextRuns.Repair(entry);
        return members;
    }
}

/// <summary>Nobody was asked: a platform called us (a webhook).</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Url">The address of ours that it called.</param>
/// <param name="Request">Its headers, the signature's among them.</param>
/// <param name="Signature">Null if it was not signed.</param>
/// <param name="At">When all of it had come.</param>
public sealed record ReceivedPush(
    string Method,
    string Url,
    IReadOnlyList<HeaderField> Request,
    PushSignature? Signature,
    DateTimeOffset At,
    IReadOnlyList<MaskedRange> Masked) : Exchange(Masked)
{
    internal const string Word = "pushed";

    internal static ReceivedPush Of(JsonObject members, IReadOnlyList<MaskedRange> masked) => new(
        StrictJson.Text(members["method"]),
        StrictJson.Text(members["url"]),
        HeaderField.Read(members["request"]),
        members["signature"] is { } signature ? PushSignature.Of(signature) : null,
        StrictJson.Moment(members["at"]),
        masked);

    private protected override JsonObject Members()
    {
        if (Signature is { } named && Request.Count(h => h.Name == named.Header) != 1)
            throw new MalformedException(Sentences.Of("storage.exchange-signature"));
        var members = new JsonObject
        {
            ["at"] = CanonicalMoment.Write(At),
            ["came"] = Word,
            ["method"] = Capitals(Method),
            ["request"] = HeaderField.Write(Request),
            ["url"] = TextRuns.Repair(Url),
        };
        if (Signature is { } signature)
            members["signature"] = signature.Write();
        return members;
    }
}
