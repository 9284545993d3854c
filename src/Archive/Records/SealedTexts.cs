using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;
using Archive.Storage.Keys;
using Archive.Storage.Vault;

namespace Archive.Records;

/// <summary>
/// What requesters and officers wrote, sealed in the vault as JCS objects of strings. The secret is committed first,
/// then the object is on disk, and only then may a fact name it.
/// </summary>
public sealed class SealedTexts(IVault vault, UnitSecrets units)
{
    /// <summary>Keeps a paper in a unit of its own.</summary>
    public async Task<SealedTextRef> Keep(UnitKind kind, JsonObject written, CancellationToken ct)
    {
        var unit = await units.Create(kind, ct);
        return await Seal(unit.Unit, unit.Secret, written, ct);
    }

    /// <summary>Keeps a paper in a unit that others are in already: they are destroyed together.</summary>
    public async Task<SealedTextRef> KeepIn(Guid unit, JsonObject written, CancellationToken ct) =>
        await units.Get(unit, ct) is { } secret
            ? await Seal(unit, secret, written, ct)
            : throw Sentences.Fault("records.unit-destroyed", unit);

    /// <returns>Null if the paper was destroyed.</returns>
    public async Task<JsonObject?> Open(SealedTextRef paper, CancellationToken ct)
    {
        if (await units.Get(paper.Unit, ct) is not { } secret)
            return null;
        try
        {
            return CanonicalJson.Read(await vault.Read(paper.Object, paper.Piece, secret, ct)).AsObject();
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw Sentences.Fault(e, "records.no-sealed-text", paper.Piece, paper.Object);
        }
    }

    private async Task<SealedTextRef> Seal(Guid unit, byte[] secret, JsonObject written, CancellationToken ct)
    {
        var whole = new JsonObject();
        foreach (var (name, value) in written)
            // half a surrogate pair cannot be written as UTF-8
            whole[name] = TextRuns.Repair(value!.GetValue<string>());
        var kept = await vault.Keep(ObjectKind.File, [new Piece(unit, secret, CanonicalJson.Write(whole))], ct);
        return new SealedTextRef(unit, kept.Name, 0);
    }
}

/// <summary>
/// Where something an officer or requester wrote is kept: its unit, its object in the vault, and the piece.
/// </summary>
public sealed record SealedTextRef(Guid Unit, Digest Object, int Piece)
{
    /// <summary>
    /// Stands in a rule's answer until the desk has kept the paper. It cannot be recorded: its digest refuses to be
    /// written.
    /// </summary>
    public static SealedTextRef NotYet { get; } = new(Guid.Empty, default, 0);
}
