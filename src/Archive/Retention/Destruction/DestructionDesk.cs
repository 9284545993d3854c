using System.Text.Json.Nodes;
using Archive.Capture.Visits;
using Archive.People;
using Archive.Records;
using Archive.Retention.Policies;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Retention.Destruction;

/// <summary>
/// Where officers have a record destroyed: they see what it hits, the rules say whether it may, why is kept, and then
/// it goes (docs/decisions/0150).
/// </summary>
public sealed class DestructionDesk(
    EventStore events, PerishableDatabase perishable, RecordVersions versions, RecordDestruction destruction,
    IEnumerable<IRecordUses> uses, IReadOnlyList<RetentionPolicy> policies, SealedTexts sealedTexts,
    AccessLog accessLog, LogCatchUp log, OfficeTime office)
{
    /// <summary>What destroying a record would hit. The access is recorded.</summary>
    /// <returns>Refused if the officer may not order it, or there is no such record any more.</returns>
    public async Task<Outcome<DestructionTarget>> Show(Guid record, Officer officer, CancellationToken ct)
    {
        if (OrderDestruction.MayPropose(officer) is { } barred)
            return barred;
        await log.BringUpToDate(ct); // what else uses a medium is known from the readable records
        await accessLog.Record(officer, AccessKind.RecordOpened, ct, record: record);
        return await Find(record, ct);
    }

    /// <summary>What stands in the way, before anybody is asked for a reason. Null if nothing does.</summary>
    public Refusal? Bars(DestructionTarget target, DestructionBasis basis) =>
        OrderDestruction.Bars(target, basis, policies, office.Today);

    /// <summary>Destroys. Of an order that is refused nothing is kept, and nothing goes.</summary>
    public async Task<Outcome> Destroy(
        OrderDestruction asked, Officer proposer, Officer approver, CancellationToken ct)
    {
        if ((await Find(asked.Record, ct)).IsRefused(out var unknown, out var target))
            return unknown;
        var answer = OrderDestruction.Decide(target, asked, policies, proposer, approver, office.Today);
        if (answer.IsRefused(out var refused, out var facts))
            return refused;

        var reason = await sealedTexts.Keep(UnitKind.Note, new JsonObject { ["reason"] = asked.Reason }, ct);
        var approved = ((DestructionApproved)facts[0]) with { Reason = reason };
        bool recorded;
        do
        {
            var version = (await events.Versions([asked.Record], ct)).GetValueOrDefault(asked.Record);
            recorded = await events.Append(
                [new(asked.Record, version, [Facts.New(approved, office.Now, proposer.Id)])], ct);
        }
        while (!recorded); // a visit was first: what it saw goes too

        var outcome = await destruction.Destroy(new(asked.Record, asked.Basis, proposer.Id, approver.Id), ct);
        await log.BringUpToDate(ct);
        return outcome;
    }

    private async Task<Outcome<DestructionTarget>> Find(Guid record, CancellationToken ct)
    {
        var all = await versions.OfRecords([record], ct);
        if (all is [])
            return await destruction.NoRecord(record, ct);

        var last = all[^1];
        var dependent = new List<RecordUse>();
        foreach (var source in uses)
            dependent.AddRange(await source.Of(record, ct));
        return new DestructionTarget(
            record, last.Kind, last.Single("author-handle") ?? "", last.PostedAt, office.DayOf(Last(all)), all.Count,
            last.Text, await OwnMedia(record, ct), last.Single("url"), last.GoneAt is not null, dependent);
    }

    /// <summary>Posted, changed, seen with another content, found gone: whichever came last.</summary>
    private static DateTimeOffset Last(IReadOnlyList<RecordVersion> all) =>
        all.SelectMany(v => new[] { v.PostedAt, v.EditedAt ?? v.PostedAt, v.CapturedAt, v.GoneAt ?? v.PostedAt }).Max();

    private async Task<int> OwnMedia(Guid record, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return (await RecordTraces.UsedByNoOther(transaction, record, ct)).Count;
    }
}
