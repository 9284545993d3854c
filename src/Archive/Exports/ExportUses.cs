using Archive.Requests;
using Archive.Retention.Destruction;
using Archive.Storage.Facts;

namespace Archive.Exports;

/// <summary>
/// Sets made for requests that had a record in their scope. They were handed out, and go on showing what they show.
/// </summary>
public sealed class ExportUses(
    EventStore events, RequestUses requests, RequestKindRegistry kinds, OfficeTime office) : IRecordUses
{
    public async Task<IReadOnlyList<RecordUse>> Of(Guid record, CancellationToken ct)
    {
        var found = new List<RecordUse>();
        foreach (var (request, _) in await requests.Scoping(record, ct))
        {
            var recorded = await events.Read(request, ct);
            var number = RequestState.Replay(RequestState.Read(recorded), kinds).Number;
            found.AddRange(
                from fact in recorded
                let made = Facts.ReadOrNull(fact) as ExportSealed
                where made is not null
                let what = Sentences.Of("exports.uses", $"{number}-{made.Set}", office.DayOf(fact.At))
                select new RecordUse(what, Holds: false));
        }

        return found;
    }
}
