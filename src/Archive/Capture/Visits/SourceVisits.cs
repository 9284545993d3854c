using Archive.Capture.Http;
using Archive.Capture.Platforms;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Health;
using Archive.Sources;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Archive.Capture.Visits;

/// <summary>One visit to one source, as its collector has it.</summary>
/// <param name="Questions">Puts questions, and records answers that bring no items.</param>
/// <param name="Items">Takes in answers that bring items.</param>
internal sealed record SourceVisit(Source Source, VisitQuestions Questions, ItemIngest Items);

/// <summary>Visits sources. Two visits to one source never run at the same time, whichever hosts there are.</summary>
public sealed class SourceVisits(
    EventStore events, PerishableDatabase perishable, IVault vault, UnitSecrets units, SuppressionKey suppression,
    MediaStore media, MediumKey mediumKey, PoliteClient client, PlatformRegistry platforms, TimeProvider clock,
    ILogger<SourceVisits> logger)
{
    /// <returns>What the visit counted, or null if the source is being visited by someone else.</returns>
    public async Task<VisitCounts?> Visit(Source source, CancellationToken ct)
    {
        await using var turn = await perishable.Source.OpenConnectionAsync(ct);
        if (!await TakeTurn(turn, source, ct))
            return null;
        try
        {
            await AwaitOthers(turn, source, ct);
            using var work = Telemetry.Begin(Telemetry.Visit).About("platform", source.Platform.ToString());
            await FinishBrokenOff(source, ct);
            var visit = await Begin(source, ct);
            var platform = platforms.Of(source.Platform);
            var mapper = platform.Mappers[^1];
            var identities = new Identities(perishable, units, suppression, source, platform.Space(source));
            var lastAnswers = new LastAnswers(perishable, vault, units, mediumKey, source.Id);
            var recorder = new VisitRecorder(
                events, perishable, source, visit, mapper.Name, identities, lastAnswers, clock);
            var answers = new ResponseStore(vault, identities, lastAnswers);
            var questions = new VisitQuestions(client, answers, recorder);
            var items = new ItemIngest(source, mapper, questions, answers, recorder, media, identities,
                new LastVersions(vault, platforms, source));

            await recorder.Start(ct);
            try
            {
                await platform.Collector.Visit(new(source, questions, items), ct);
            }
            finally
            {
                await recorder.Recorded(); // what failed there failed first
            }

            await recorder.End(ct);
            await lastAnswers.ForgetUnasked(ct);
            await MarkEnded(visit, ct);
            Measure(source, recorder.Counts);
            work.Done();
            Log.Visited(
                logger,
                source.Id,
                visit,
                recorder.Counts.NewRecords,
                recorder.Counts.NewVersions,
                recorder.Counts.Gaps);
            return recorder.Counts;
        }
        finally
        {
            await GiveUpTurn(turn);
        }
    }

    private static void Measure(Source source, VisitCounts counts)
    {
        var platform = new KeyValuePair<string, object?>("platform", source.Platform.ToString());
        Telemetry.Items.Add(counts.Items, platform);
        Telemetry.Versions.Add(counts.NewVersions, platform);
        Telemetry.Gaps.Add(counts.Gaps, platform);
    }

    private async Task<Guid> Begin(Source source, CancellationToken ct)
    {
        var visit = Ids.New();
        await using var transaction = await perishable.Begin(ct);
        await transaction.Run(
            "INSERT INTO perishable.visit (tenant_id, visit, source, started_at) VALUES ($1, $2, $3, $4)",
            ct, transaction.Tenant, visit, source.Id, CanonicalMoment.Truncate(clock.GetUtcNow()));
        await transaction.Commit(ct);
        return visit;
    }

    /// <summary>A host that died left a visit without an end: say so, so that every visit ends in a fact.</summary>
    private async Task FinishBrokenOff(Source source, CancellationToken ct)
    {
        foreach (var visit in await NotEnded(source, ct))
        {
            var facts = await events.Read(visit, ct);
            if (facts.Count > 0 && !facts.Any(f => Facts.ReadOrNull(f) is VisitEnded or VisitInterrupted))
            {
                var broken = Facts.New(new VisitInterrupted(source.Id, visit), clock.GetUtcNow(), correlation: visit);
                await events.Append([new(visit, facts.Count, [broken])], ct);
                Log.BrokenOff(logger, source.Id, visit);
            }

            await MarkEnded(visit, ct);
        }
    }

    private async Task<IReadOnlyList<Guid>> NotEnded(Source source, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.Query(
            "SELECT visit FROM perishable.visit WHERE tenant_id = $1 AND source = $2 AND NOT ended",
            row => row.GetGuid(0), ct, transaction.Tenant, source.Id);
    }

    private async Task MarkEnded(Guid visit, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        await transaction.Run(
            "UPDATE perishable.visit SET ended = true WHERE tenant_id = $1 AND visit = $2", ct, events.Tenant
                .ToString(), visit);
        await transaction.Commit(ct);
    }

    // The lock lives as long as the session: a host that dies gives it up.
    private static async Task<bool> TakeTurn(NpgsqlConnection connection, Source source, CancellationToken ct)
    {
        await using var take = new NpgsqlCommand("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", connection);
        take.Parameters.Add(new() { Value = $"archive.visit.{source.Id}" });
        return (bool)(await take.ExecuteScalarAsync(ct))!;
    }

    /// <summary>
    /// Sources of one space show the same records. Their visits follow each other, so that what was served first is
    /// recorded first: else an old answer would be taken for a newer version.
    /// </summary>
    private async Task AwaitOthers(NpgsqlConnection connection, Source source, CancellationToken ct)
    {
        await using var take = new NpgsqlCommand("SELECT pg_advisory_lock(hashtextextended($1, 0))", connection);
        take.CommandTimeout = 0; // a visit may last; a host that dies gives its turn up
        take.Parameters.Add(new()
        {
            Value = $"archive.space.{events.Tenant}/{source.Platform}/{platforms.Of(source.Platform).Space(source)}",
        });
        await take.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Of a session that is gone the lock is gone too: that does not hide why the visit failed.</summary>
    private static async Task GiveUpTurn(NpgsqlConnection connection)
    {
        try
        {
            await Unlock(connection);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            NpgsqlConnection.ClearPool(connection);
        }
    }

    private static async Task Unlock(NpgsqlConnection connection)
    {
        await using var give = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection);
        await give.ExecuteNonQueryAsync(CancellationToken.None);
    }
}

/// <summary>What capture says to the operator. Ids and counts only: never text, names or addresses.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1001,
        LogLevel.Information,
        "Visited source {Source} (visit {Visit}): {Found} found, {Versions} versions, {Gaps} gaps")]
    public static partial void Visited(ILogger logger, Guid source, Guid visit, int found, int versions, int gaps);

    [LoggerMessage(1002, LogLevel.Warning, "An earlier visit {Visit} to source {Source} was broken off")]
    public static partial void BrokenOff(ILogger logger, Guid source, Guid visit);
}
