using Archive.People;
using Archive.Storage.Facts;
using Archive.Storage.Files;

namespace Archive.Requests.Pictures;

/// <summary>
/// Where officers look at a picture of a request, to see where to redact, and at the copy that will go out. Every look
/// is written down before it is answered.
/// </summary>
public sealed class RequestPictures(
    EventStore events, RequestQueries requests, PictureCopies copies, OfficeTime office)
{
    private readonly AccessLog accessLog = new(events, office);

    /// <summary>Writes a picture to a new file.</summary>
    /// <param name="medium">Which medium of the document, from 0.</param>
    /// <param name="redacted">The copy with black regions; otherwise the file as it was captured.</param>
    /// <param name="path">Where nothing is yet.</param>
    public async Task<Outcome> Write(
        Guid request, int number, int medium, bool redacted, string path, Officer officer, CancellationToken ct)
    {
        if (RequestRights.ToSee(officer) is { } barred)
            return barred;
        if (await requests.Read(request, ct) is not { } state)
            return new Refusal("requests.no-such-request", Basis.Judging);
        if (!state.Records.TryGetValue(number, out var item))
            return new Refusal("requests.no-such-document", Basis.Judging, state.Number, number);
        if (Path.Exists(path))
            return new Refusal("requests.file-exists", Basis.NothingOverwritten, path);
        var copy = item.Copies.GetValueOrDefault(medium);
        if (redacted && item.Redactions.Exists(
            r => r.Passage.Kind == PassageKind.Medium && r.Passage.Index == medium))
            return new Refusal("requests.picture-withheld", Basis.Redacting, medium);
        if (redacted && copy is null)
            return new Refusal("requests.no-copy", Basis.Redacting, medium);

        await accessLog.Record(
            officer, AccessKind.RecordOpened, ct, request: request, record: item.Scoped.Record);
        return (redacted ? await WriteCopy(copy!, path, ct) : await WriteCaptured(item, medium, path, ct)) is { } why
            ? why
            : Outcome.Done;
    }

    private async Task<Refusal?> WriteCopy(PictureRedacted copy, string path, CancellationToken ct)
    {
        if (await copies.Open(copy, ct) is not ({ } png, _))
            return new("requests.medium-not-there", Basis.Redacting, copy.Medium);
        return await WriteNew(path, async file =>
        {
            await file.WriteAsync(png, ct);
            return null;
        });
    }

    private Task<Refusal?> WriteCaptured(RecordInScope item, int medium, string path, CancellationToken ct) =>
        WriteNew(path, file => copies.Fetch(item.Scoped.Version, medium, file, most: long.MaxValue, ct));

    /// <summary>
    /// A new file with all of it, or no file. Of what it holds not all may be shown to everybody.
    /// </summary>
    /// <param name="write">Answers why not.</param>
    internal static async Task<Refusal?> WriteNew(string path, Func<Stream, Task<Refusal?>> write)
    {
        var file = new FileStream(path, FileMode.CreateNew);
        var whole = false;
        try
        {
            await using (file)
            {
                FilePermissions.KeepToOwner(path);
                if (await write(file) is { } refused)
                    return refused;
            }

            whole = true;
            return null;
        }
        finally
        {
            if (!whole)
                File.Delete(path);
        }
    }
}
