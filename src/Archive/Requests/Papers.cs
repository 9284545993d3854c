using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Evidence.Vault;

namespace Archive.Requests;

/// <summary>
/// What requesters and officers wrote, sealed in the vault as JCS objects of strings. The secret is committed first, then
/// the object is on disk, and only then may a fact name it.
/// </summary>
public sealed class Papers(IVault vault, UnitSecrets units)
{
    /// <summary>Keeps a paper in a unit of its own.</summary>
    public async Task<PaperAt> Keep(UnitKind kind, JsonObject written, CancellationToken ct)
    {
        var unit = await units.Create(kind, ct);
        return await Seal(unit.Unit, unit.Secret, written, ct);
    }

    /// <summary>Keeps a paper in a unit that others are in already: they are destroyed together.</summary>
    public async Task<PaperAt> KeepIn(Guid unit, JsonObject written, CancellationToken ct) =>
        await units.Get(unit, ct) is { } secret
            ? await Seal(unit, secret, written, ct)
            : throw new FaultException($"Unit {unit} is destroyed; nothing can be kept in it.");

    /// <returns>Null if the paper was destroyed.</returns>
    public async Task<JsonObject?> Open(PaperAt paper, CancellationToken ct)
    {
        if (await units.Get(paper.Unit, ct) is not { } secret)
            return null;
        try
        {
            return CanonicalJson.Read(await vault.Read(paper.Object, paper.Piece, secret, ct)).AsObject();
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new FaultException($"Piece {paper.Piece} of object {paper.Object} is no paper of ours.", e);
        }
    }

    private async Task<PaperAt> Seal(Guid unit, byte[] secret, JsonObject written, CancellationToken ct)
    {
        var whole = new JsonObject();
        foreach (var (name, value) in written)
            whole[name] = Runs.Repair(value!.GetValue<string>()); // half a surrogate pair cannot be written as UTF-8
        var kept = await vault.Keep(ObjectKind.File, [new Piece(unit, secret, CanonicalJson.Write(whole))], ct);
        return new PaperAt(unit, kept.Name, 0);
    }
}
