using Archive.Retention.Destruction;
using Archive.Storage.Facts;

namespace Archive.Requests;

/// <summary>
/// Requests that have a record in their scope. One that is not decided holds it: what was asked for while it was there
/// is judged, not destroyed.
/// </summary>
public sealed class RequestUses(EventStore events, RequestKindRegistry kinds) : IRecordUses
{
    private static readonly string Scoped = Facts.NameOf(typeof(RecordsScoped));

    public async Task<IReadOnlyList<RecordUse>> Of(Guid record, CancellationToken ct)
    {
        var found = new List<RecordUse>();
        foreach (var (request, documents) in await Scoping(record, ct))
        {
            var state = RequestState.Replay(RequestState.Read(await events.Read(request, ct)), kinds);
            var numbers = string.Join(", ", documents);
            found.Add(state.Decided is { } decided
                ? new(Sentences.Of("requests.uses-decided", state.Number, numbers, decided.DecidedOn), Holds: false)
                : new(Sentences.Of("requests.uses-open", state.Number, numbers), Holds: true));
        }

        return found;
    }

    /// <summary>Requests by their ids, each with the numbers under which it has the record.</summary>
    internal async Task<IReadOnlyDictionary<Guid, IReadOnlyList<int>>> Scoping(Guid record, CancellationToken ct) =>
        (await events.OfType(Scoped, ct)).Select(f => (RecordsScoped)Facts.Read(f))
            .SelectMany(f => f.Records.Where(r => r.Record == record).Select(r => (f.Request, r.Number)))
            .GroupBy(f => f.Request, f => f.Number)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<int>)[.. g.Order()]);
}
