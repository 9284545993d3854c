using Archive.Capture.Platforms;
using Archive.Evidence;
using Archive.Evidence.Content;

namespace Archive.Capture.Mapping;

/// <summary>
/// The content of one version, for whoever needs it: mapped once, its members made once, and committed to as often as
/// asked. Capture makes it of what a mapper has just read; all others read it from the bytes that were kept.
/// </summary>
public sealed class VersionContent
{
    public VersionContent(MapperName mapper, MappedContent mapped) =>
        (Mapper, Mapped, Members) = (mapper, mapped, mapped.Members(mapper));

    /// <summary>What read it.</summary>
    public MapperName Mapper { get; }

    public MappedContent Mapped { get; }

    /// <summary>In the order of the format.</summary>
    public IReadOnlyList<Member> Members { get; }

    /// <summary>Reads a captured version as its fact says it was read.</summary>
    /// <param name="domain">Of the source's server, as in its handles.</param>
    /// <param name="media">SHA-256 of each medium as served, by index.</param>
    /// <param name="open">Gives the bytes of a piece.</param>
    /// <exception cref="FaultException">A piece does not open, or this build does not understand it.</exception>
    public static async Task<VersionContent> Read(
        VersionCaptured captured, PlatformRegistry platforms, string domain, IReadOnlyDictionary<int, Digest> media,
        Func<PieceRef, Task<byte[]>> open)
    {
        var pieces = new List<byte[]>(captured.Pieces.Count);
        foreach (var at in captured.Pieces)
            pieces.Add(await open(at));
        var mapper = captured.Content.Mapper;
        return new(mapper, platforms.Read(captured, pieces, domain, media));
    }

    /// <summary>By what the next version is told from this one: what an account calls itself is what it says.</summary>
    /// <inheritdoc cref="KeyedContent.WithoutNames"/>
    public Digest WithoutNames(RecordKind kind, byte[] unitSecret, Guid version) => kind == RecordKind.Account
        ? KeyedContent.OfAccount(Mapper, unitSecret, version, Members)
        : KeyedContent.WithoutNames(Mapper, unitSecret, version, Members);

    /// <inheritdoc cref="KeyedContent.Author"/>
    /// <returns>Null if the platform does not say.</returns>
    public Digest? Author(byte[] unitSecret, Guid version) =>
        Mapped.AuthorId is { Length: > 0 } id ? KeyedContent.Author(unitSecret, version, TextRuns.Repair(id)) : null;

    public ContentCommitment Commit(ReadOnlySpan<byte> unitSecret, Guid version) =>
        Commitments.Commit(Mapper, unitSecret, version, Members);
}
