using System.Text.Json.Nodes;
using Archive.Evidence.Canonical;
using Archive.Evidence.Merkle;

namespace Archive.Evidence.Content;

/// <summary>
/// A commitment opened in part: the JCS array of its n entries, each either `{"p":path,"s":salt,"v":value}` (shown) or
/// `{"h":leaf hash}` (withheld). Valid if and only if
///   (1) the bytes are the canonical form of such an array, salts and hashes of 32 bytes in lower-case hex;
///   (2) it has as many entries as the commitment has members, and their tree hash is the commitment's root;
///   (3) the members shown are in order as <see cref="MemberOrder"/> has it.
/// Padding is opened always, so that what is withheld can be counted.
/// </summary>
/// <param name="Shown">In order, without padding.</param>
/// <param name="Withheld">How many members the reader is not shown; the reader is told.</param>
public sealed record OpenedContent(IReadOnlyList<OpenedMember> Shown, int Withheld)
{
    /// <summary>How many members it has without padding; null if no padding is shown.</summary>
    public int? Members { get; private init; }

    /// <param name="members">All of them, without padding.</param>
    /// <param name="shown">Whether member i is shown. A run that is redacted in part is withheld whole.</param>
    public static byte[] Open(
        IReadOnlyList<Member> members, ReadOnlySpan<byte> unitSecret, Guid version, Func<int, bool> shown)
    {
        using var hashes = new MemberHashes(unitSecret, version);
        Span<byte> salt = stackalloc byte[Commitments.SaltLength];
        var padded = Padding.Fill(members);
        var writer = new CanonicalWriter(capacity: 160 * padded.Count);
        writer.BeginArray();
        for (var i = 0; i < padded.Count; i++)
        {
            hashes.Salt(i, salt);
            if (i >= members.Count || shown(i))
                Show(writer, padded[i], salt);
            else
                Withhold(writer, padded[i], salt);
            writer.EndItem();
        }

        writer.EndArray();
        return writer.ToArray();
    }

    /// <exception cref="FaultException">
    /// The bytes are not an opening of this commitment; the message says why.
    /// </exception>
    public static OpenedContent Verify(ReadOnlySpan<byte> opened, ContentCommitment commitment)
    {
        try
        {
            return Read(opened, commitment);
        }
        // The JSON reader reports text that is not UTF-8, or half a surrogate pair, as an invalid operation.
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new FaultException(new Sentence("NotThisCommitment", commitment.Mapper, Sentence.Of(e)), e);
        }
    }

    /// <summary>
    /// How many words of its texts are withheld. Of a text of which a run is shown, those before it are known by their
    /// number: word and white space take turns. What is withheld elsewhere may be words or anything else.
    /// </summary>
    /// <returns>So many at least, and so many at most.</returns>
    public (int Least, int Most) WithheldWords(MapperName mapper)
    {
        var (runs, words) = (0, 0);
        foreach (var text in Shown.Select(s => (Path: MemberPath.Parse(s.Member.Path, mapper), s.Member.Value))
            .Where(s => s.Path.IsRun).GroupBy(s => (s.Path.Group, s.Path.Medium)))
        {
            var last = text.MaxBy(s => s.Path.Index);
            var before = Enumerable.Range(0, last.Path.Index).Except(text.Select(s => s.Path.Index)).ToList();
            var parity = last.Path.Index + (TextRuns.IsWhiteSpace(last.Value[0]) ? 1 : 0);
            runs += before.Count;
            words += before.Count(i => (parity - i) % 2 == 0);
        }

        return (words, words + Withheld - runs);
    }

    private static OpenedContent Read(ReadOnlySpan<byte> opened, ContentCommitment commitment)
    {
        if (CanonicalJson.Read(opened) is not JsonArray entries)
            throw new MalformedException("NotAnArray");
        if (entries.Count != commitment.N)
            throw new MalformedException("EntryCount", entries.Count, commitment.N);

        var members = new Member?[entries.Count];
        var leaves = new byte[entries.Count][];
        for (var i = 0; i < members.Length; i++)
            (members[i], leaves[i]) = Entry(entries[i], i);
        if (leaves.Length == 0 || Digest.From(Rfc6962.Root(leaves)) != commitment.Root)
            throw new MalformedException("TreeHashDiffers");

        MemberOrder.Check(members, commitment.Mapper);
        var shown = members.Index().Where(m => m.Item is { } shows && !MemberPath.IsPaddingPath(shows.Path))
            .Select(m => new OpenedMember(m.Index, m.Item!));
        var padding = members.Index()
            .FirstOrDefault(m => m.Item is { } member && MemberPath.IsPaddingPath(member.Path));
        return new([.. shown], members.Count(m => m is null))
        {
            Members = padding.Item is { } first
                ? padding.Index - MemberPath.Parse(first.Path, commitment.Mapper).Index
                : null,
        };
    }

    private static (Member? Member, byte[] Leaf) Entry(JsonNode? entry, int i)
    {
        if (entry is JsonObject { Count: 1 } withheld && Text(withheld, "h") is { } hash)
            return (null, Hash(hash, i));
        if (entry is JsonObject { Count: 3 } opened
            && Text(opened, "p") is { } path && Text(opened, "s") is { } salt && Text(opened, "v") is { } value)
        {
            var member = new Member(path, value);
            return (member, MemberHashes.LeafOf(Hash(salt, i), member));
        }

        throw new MalformedException("EntryNeither", i);
    }

    private static byte[] Hash(string hex, int i) => Digest.TryParse(hex, out var hash)
        ? hash.ToBytes()
        : throw new MalformedException("EntryHash", i);

    private static string? Text(JsonObject entry, string name) =>
        entry[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static void Show(CanonicalWriter writer, Member member, ReadOnlySpan<byte> salt)
    {
        writer.Raw("{\"p\":"u8);
        writer.String(member.Path);
        writer.Raw(",\"s\":"u8);
        writer.String(Convert.ToHexStringLower(salt));
        writer.Raw(",\"v\":"u8);
        writer.String(member.Value);
        writer.Raw("}"u8);
    }

    private static void Withhold(CanonicalWriter writer, Member member, ReadOnlySpan<byte> salt)
    {
        writer.Raw("{\"h\":"u8);
        writer.String(Convert.ToHexStringLower(MemberHashes.LeafOf(salt, member)));
        writer.Raw("}"u8);
    }
}

/// <param name="Index">Its number among all members, withheld ones included, from 0.</param>
public sealed record OpenedMember(int Index, Member Member);
