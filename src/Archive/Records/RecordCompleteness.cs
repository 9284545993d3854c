using Archive.Capture;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;

namespace Archive.Records;

/// <summary>What the readable records do not show of what was recorded.</summary>
/// <param name="Behind">Facts about records that were recorded since the last that the records show.</param>
/// <param name="Unreadable">Versions that cannot be read now, in the order they were recorded.</param>
public sealed record MissingFromRecords(long Behind, IReadOnlyList<UnreadableVersion> Unreadable);

/// <summary>Tells whoever reads, searches or hands out records what they do not have before them.</summary>
public sealed class RecordCompleteness(EventStore events, PerishableDatabase perishable, RecordVersions versions)
{
    private static readonly string[] AboutRecords =
    [
        Facts.NameOf(typeof(VersionCaptured)), Facts.NameOf(typeof(DisappearanceFound)),
        Facts.NameOf(typeof(ReappearanceFound)), Facts.NameOf(typeof(GapFound)), Facts.NameOf(typeof(PlaceFound)),
    ];

    public async Task<MissingFromRecords> Look(CancellationToken ct)
    {
        var behind = await events.After(await versions.AsOf(ct), AboutRecords, ct);
        await using var transaction = await perishable.Begin(ct);
        return new(behind, await new UnreadableRows(transaction).All(ct));
    }
}
