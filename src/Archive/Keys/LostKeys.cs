using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Keys.Certificates;
using Archive.Storage.Anchor;
using Archive.Storage.Keys;
using Archive.Storage.Log;
using Archive.Storage.Postgres;

namespace Archive.Keys;

/// <summary>A key that was used and is not here.</summary>
/// <param name="Which">The id of a key-encryption key; of any other its file.</param>
/// <param name="Says">Which key it is, by its id or file, and what cannot be done without it.</param>
public sealed record LostKey(KeyKind Kind, string Which, Sentence Says)
{
    /// <summary>All of them, one a line.</summary>
    public static Sentence Say(IReadOnlyList<LostKey> lost) => Sentence.Join("\n", [.. lost.Select(key => key.Says)]);

    public override string ToString() => Says.ToString();
}

/// <summary>
/// Finds keys that the databases or the home show were used and whose file is not here. A key that is merely missing is
/// never made anew: the new one would open nothing and hide the loss until nobody has the old one any more.
/// </summary>
public sealed class LostKeys(
    ArchiveHome home, FactsDatabase facts, PerishableDatabase perishable, LogKeys logs,
    OutsideCheckpoint outside, IKeyStore? store = null)
{
    /// <summary>The fact that an export was made; exports use keys, so keys know it by its name only.</summary>
    private const string ExportSealed = "exports.export-sealed/1";

    private Tenant Tenant => perishable.Tenant;

    /// <exception cref="FaultException">
    /// A key file is damaged, others may read it, or its store does not answer.
    /// </exception>
    public async Task<IReadOnlyList<LostKey>> Find(CancellationToken ct) =>
    [
        .. await Wrapping(ct),
        .. await Missing(KeyKind.Suppression, home.SuppressionKeyPath, HasForgettable, ct),
        .. await Logs(ct),
        .. await Missing(KeyKind.Export, home.ExportKeyPath, WasExported, ct),
        .. await Anchor(ct),
        .. await Certificate(ct),
    ];

    /// <summary>For who checks the log while other keys may be lost.</summary>
    /// <exception cref="FaultException">A key that signed the log is not here.</exception>
    public async Task MustHaveLogKeys(CancellationToken ct)
    {
        if (await Logs(ct) is [_, ..] missing)
            throw new FaultException(LostKey.Say(missing));
    }

    private async Task<IReadOnlyList<LostKey>> Wrapping(CancellationToken ct)
    {
        var ring = KeyRing.HasKeys(home.KeysPath) ? KeyRing.Open(home.KeysPath, store) : null;
        await using var transaction = await perishable.Begin(ct);
        var lost = new List<LostKey>();
        foreach (var key in await WrappingKeys.All(transaction, ct))
        {
            if (key.EmptiedAt is not null || ring?.Find(key.Id) is not null)
                continue;
            var (under, of) = await WrappingKeys.Count(transaction, key.Id, ct);
            if (under == 0)
                continue;
            lost.Add(new(
                KeyKind.Wrapping,
                key.Id,
                Sentences.Of(
                    "keys.lost-wrapping", key.Id, key.Since, under, of, KeyWords.LostWith(KeyKind.Wrapping))));
        }

        return lost;
    }

    private static async Task<IReadOnlyList<LostKey>> Missing(
        KeyKind kind, string path, Func<CancellationToken, Task<bool>> wasUsed, CancellationToken ct) =>
        Path.Exists(path) || !await wasUsed(ct)
            ? []
            : [new(kind, path, Sentences.Of("keys.lost-file", path, KeyWords.For(kind), KeyWords.LostWith(kind)))];

    /// <summary>
    /// The log that was signed last, as the checkpoint outside the database tells, and those before it.
    /// </summary>
    private async Task<IReadOnlyList<LostKey>> Logs(CancellationToken ct)
    {
        var lost = new List<LostKey>();
        var last = outside.Read() is { } note ? logs.LogOf(note.Text.Split('\n')[0]) ?? 1 : 1;
        for (var log = 1; log <= last; log++)
            lost.AddRange(await Missing(KeyKind.Log, logs.PathOf(log), WasSigned, ct));
        return lost;
    }

    /// <summary>
    /// All tenants share it. One that was made in its place signed nothing: what was signed names it as another.
    /// </summary>
    private async Task<IReadOnlyList<LostKey>> Anchor(CancellationToken ct)
    {
        var keys = home.AnchorKeys();
        var last = new OutsideAnchor(home.CheckpointPath).Read();
        if (!File.Exists(keys.Path))
        {
            return await Missing(
                KeyKind.Anchor,
                keys.Path,
                async token => last is not null || await Exists(
                    facts, "SELECT EXISTS (SELECT FROM archive.anchor_checkpoint)", token),
                ct);
        }

        return last is null || keys.Signed(last, Checkpoint.Parse(last.Text).Size)
            ? []
            : [new(
                KeyKind.Anchor,
                keys.Path,
                Sentences.Of(
                    "keys.lost-replaced", keys.Path, KeyWords.For(KeyKind.Anchor), KeyWords.LostWith(KeyKind.Anchor)))];
    }

    private async Task<IReadOnlyList<LostKey>> Certificate(CancellationToken ct)
    {
        var here = CertificateFolders.All(home.KeysPath);
        await using var transaction = await perishable.Begin(ct);
        if (await CertificateRow.Read(transaction, ct) is not { } known)
            return await Missing(KeyKind.Certificate, CertificateFolders.Current(home.KeysPath), WasExported, ct);
        // One that nothing was signed with yet, of a home that is gone altogether, may be made anew.
        return here.Any(f => CertificateStatus.Read(f.Path).Fingerprint == known)
            || (here.Count == 0 && !await WasExported(ct))
            ? []
            : [new(
                KeyKind.Certificate,
                CertificateFolders.Current(home.KeysPath),
                Sentences.Of(
                    "keys.lost-certificate", known, KeyWords.For(KeyKind.Certificate),
                    KeyWords.LostWith(KeyKind.Certificate)))];
    }

    private Task<bool> HasForgettable(CancellationToken ct) => Exists(
        perishable,
        """
        SELECT EXISTS (SELECT FROM perishable.forgotten WHERE tenant_id = $1) OR EXISTS (SELECT
        FROM perishable.identity WHERE tenant_id = $1)
        """,
        ct, Tenant);

    private async Task<bool> WasSigned(CancellationToken ct) => outside.Read() is not null || await Exists(
        facts, "SELECT EXISTS (SELECT FROM archive.log_checkpoint WHERE tenant_id = $1)", ct, Tenant);

    private Task<bool> WasExported(CancellationToken ct) => Exists(
        facts, "SELECT EXISTS (SELECT FROM archive.mt_events WHERE tenant_id = $1 AND type = $2)",
        ct, Tenant, ExportSealed);

    private static async Task<bool> Exists(
        TenantDatabase database, string sql, CancellationToken ct, params object[] values)
    {
        await using var transaction = await database.Begin(ct);
        return await transaction.Scalar<bool>(sql, ct, values);
    }
}
