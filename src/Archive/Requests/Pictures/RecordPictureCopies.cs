using Archive.Evidence;
using Archive.Retention.Destruction;
using Archive.Storage.Facts;

namespace Archive.Requests.Pictures;

/// <summary>Every redacted copy that was ever made of a record's pictures, in whatever request.</summary>
public sealed class RecordPictureCopies(EventStore events) : IRecordCopies
{
    private static readonly string Redacted = Facts.NameOf(typeof(PictureRedacted));

    public async Task<IReadOnlyList<Digest>> Of(Guid record, CancellationToken ct) =>
    [
        .. (await events.OfType(Redacted, ct)).Select(Facts.ReadOrNull).OfType<PictureRedacted>()
            .Where(made => made.Record == record).Select(made => made.Picture.Object),
    ];
}
