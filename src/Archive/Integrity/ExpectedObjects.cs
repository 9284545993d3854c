using System.Runtime.CompilerServices;
using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.Integrity;

/// <summary>An object that a fact names.</summary>
/// <param name="Unit">Of the frame, medium or paper in it; null if no fact says.</param>
/// <param name="Troubled">The last look found something.</param>
/// <param name="Reads">Facts of the versions that are read from it.</param>
/// <param name="Shows">Facts of the versions that have it as a medium.</param>
/// <param name="First">It was never looked at.</param>
public sealed record ExpectedObject(
    Digest Object, Guid? Unit, Guid? Source, bool Troubled, IReadOnlyList<Guid> Reads, IReadOnlyList<Guid> Shows,
    bool First);

/// <summary>
/// What ought to be in the vault, from facts and from nothing else, and when each was last looked at. An object that
/// facts name and the vault has lost is found by this, not by listing the vault.
/// </summary>
public sealed class ExpectedObjects(EventStore events, PerishableDatabase perishable, Findings findings)
{
    private const int Batch = 2000;

    private static readonly FindingKind[] OfFacts =
        [FindingKind.ForeignFact, FindingKind.FactNotUnderstood, FindingKind.AnswerNeverStored,
        FindingKind.OtherAuthor];

    private const string Select =
        """
        SELECT o.object, o.unit, o.source, o.troubled,
            ARRAY(SELECT fact FROM perishable.expected_version v
              WHERE v.tenant_id = $1 AND v.object = o.object AND NOT is_medium),
            ARRAY(SELECT fact FROM perishable.expected_version v
              WHERE v.tenant_id = $1 AND v.object = o.object AND is_medium),
            o.checked_at IS NULL
        FROM perishable.expected_object o WHERE o.tenant_id = $1
        """;

    private Tenant Tenant => perishable.Tenant;

    /// <summary>
    /// Takes in what the log has gained. Facts that this build does not know are passed by, and found, once for a type.
    /// </summary>
    /// <param name="anew">From the first leaf: what was taken out of these rows comes back.</param>
    public async Task Project(bool anew, CancellationToken ct)
    {
        var begin = anew;
        var found = new List<Finding>();
        (long After, Task<List<Logged>> Reading)? ahead = null;
        int taken;
        try
        {
            do
            {
                await using var transaction = await perishable.Begin(ct);
                var (number, after) = await Hold(transaction, ct);
                // after a restore all facts are in a new log, under other numbers
                var current = await events.CurrentLog(ct);
                if (begin || number != current)
                    after = -1;
                begin = false;
                var batch = await (ahead?.After == after ? ahead.Value.Reading : Next(after, ct));
                taken = batch.Count;
                if (taken == 0)
                    break;
                ahead = taken == Batch ? (batch[^1].Leaf, Next(batch[^1].Leaf, ct)) : null;
                found.AddRange(await Keep(transaction, batch, current, ct));
                await transaction.Commit(ct);
                found.AddRange(NamedInFacts.OtherAuthors(batch.Select(b => (b.Leaf, b.Fact))));
                found.AddRange(NamedInFacts.PassedBy(batch.Select(b => (b.Leaf, b.Fact))));
            }
            while (taken == Batch);

            await findings.Record(found, ct);
            if (anew) // a newer build may know them by now
                await findings.Resolve(OfFacts, found, ct);
        }
        finally
        {
            // Nothing goes on behind the caller's back.
            await ((Task?)ahead?.Reading ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Facts that name as kept what no earlier fact says is kept.</returns>
    private async Task<IReadOnlyList<Finding>> Keep(
        TenantTransaction transaction, List<Logged> batch, int log, CancellationToken ct)
    {
        var facts = batch.AsParallel().AsOrdered().Select(b => new Named(b.Leaf, b.Fact)).ToList();
        var found = await NeverStored(transaction, facts, ct);
        await KeepObjects(transaction, facts, ct);
        await KeepVersions(transaction, facts, ct);
        await transaction.Run(
            "UPDATE perishable.expected_up_to SET log = $3, leaf = $2 WHERE tenant_id = $1",
            ct, Tenant, batch[^1].Leaf, log);
        return found;
    }

    private async Task<IReadOnlyList<Finding>> NeverStored(
        TenantTransaction transaction, IReadOnlyList<Named> facts, CancellationToken ct)
    {
        if (facts.All(f => f.Repeated.Count == 0))
            return [];
        var before = await transaction.Query(
            "SELECT object, source FROM perishable.expected_object WHERE tenant_id = $1 AND object = ANY ($2)",
            row => (row.GetString(0), row.ValueOrNull<Guid>(1)),
            ct, Tenant, facts.SelectMany(f => f.Repeated).Distinct().ToArray());
        var stored = before.ToHashSet();
        var found = new List<Finding>();
        foreach (var fact in facts)
        {
            if (fact.Repeated.FirstOrDefault(name => !stored.Contains((name, fact.Source))) is { } never)
            {
                found.Add(new(
                    FindingKind.AnswerNeverStored,
                    Sentences.Of("integrity.answer-never-stored", fact.Id, fact.Leaf, never),
                    Fact: fact.Id, Leaf: fact.Leaf));
            }

            stored.UnionWith(fact.Objects.Select(o => (o.Object, fact.Source)));
        }

        return found;
    }

    private async Task<List<Logged>> Next(long after, CancellationToken ct)
    {
        var batch = new List<Logged>();
        await foreach (var (leaf, fact) in events.ReadLog(after, ct, Batch))
            batch.Add(new(leaf, fact));
        return batch;
    }

    /// <summary>Objects to be read now, those never read first.</summary>
    /// <param name="before">UTC, exclusive: last read before this, or never.</param>
    /// <param name="troubledBefore">For objects with an open finding: last read before this.</param>
    /// <param name="now">What was last read after this, by a clock that was ahead, is due too.</param>
    public async Task<IReadOnlyList<ExpectedObject>> Due(
        DateTimeOffset before, DateTimeOffset troubledBefore, DateTimeOffset now, int most, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.Query(
            $"""
             {Select} AND (checked_at IS NULL OR checked_at < $2 OR troubled AND checked_at < $3 OR checked_at > $4)
             ORDER BY checked_at NULLS FIRST, object LIMIT $5
             """,
            Read, ct, Tenant, before.UtcDateTime, troubledBefore.UtcDateTime, (now + FutureMoment.Skew).UtcDateTime,
            most);
    }

    /// <summary>These objects, as far as facts name them.</summary>
    public async Task<IReadOnlyList<ExpectedObject>> Of(IReadOnlyCollection<Digest> objects, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.Query(
            $"{Select} AND object = ANY ($2)",
            Read, ct, Tenant, objects.Select(o => o.ToString()).Distinct().ToArray());
    }

    /// <summary>Those of some names that no fact names, a portion at a time.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Digest>> NotNamed(
        IAsyncEnumerable<Digest> names, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var some in names.Chunk(Batch).WithCancellation(ct))
        {
            var known = await Names(some, ct);
            yield return [.. some.Where(name => !known.Contains(name.ToString()))];
        }
    }

    private async Task<HashSet<string>> Names(IReadOnlyCollection<Digest> some, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return [.. await transaction.Query(
            "SELECT object FROM perishable.expected_object WHERE tenant_id = $1 AND object = ANY ($2)",
            row => row.GetString(0), ct, Tenant, some.Select(o => o.ToString()).ToArray())];
    }

    /// <returns>How many objects facts name, and how many of those <see cref="Due"/> would give.</returns>
    public async Task<(long All, long Due)> Count(
        DateTimeOffset before,
        DateTimeOffset troubledBefore,
        DateTimeOffset now,
        CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return await transaction.QueryFirst(
            """
            SELECT count(*), count(*) FILTER (
                WHERE checked_at IS NULL OR checked_at < $2 OR troubled AND checked_at < $3 OR checked_at > $4)
            FROM perishable.expected_object WHERE tenant_id = $1
            """,
            row => (row.GetInt64(0), row.GetInt64(1)),
            ct, Tenant, before.UtcDateTime, troubledBefore.UtcDateTime, (now + FutureMoment.Skew).UtcDateTime);
    }

    public async Task MarkChecked(
        IReadOnlyCollection<(Digest Object, bool Troubled)> at,
        DateTimeOffset now,
        CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        await transaction.Run(
            """
            UPDATE perishable.expected_object SET checked_at = $2, troubled = object = ANY ($4)
            WHERE tenant_id = $1 AND object = ANY ($3)
            """,
            ct, Tenant, now.UtcDateTime, at.Select(l => l.Object.ToString()).ToArray(),
            at.Where(l => l.Troubled).Select(l => l.Object.ToString()).ToArray());
        await transaction.Commit(ct);
    }

    private static ExpectedObject Read(NpgsqlDataReader row) => new(
        Digest.Parse(row.GetString(0)), row.ValueOrNull<Guid>(1), row.ValueOrNull<Guid>(2), row.GetBoolean(3),
        row.GetFieldValue<Guid[]>(4), row.GetFieldValue<Guid[]>(5), row.GetBoolean(6));

    private async Task<(int Log, long Leaf)> Hold(TenantTransaction transaction, CancellationToken ct)
    {
        await transaction.Run(
            "INSERT INTO perishable.expected_up_to (tenant_id, log, leaf) VALUES ($1, 1, -1) ON CONFLICT DO NOTHING",
            ct, Tenant);
        return await transaction.QueryFirst(
            "SELECT log, leaf FROM perishable.expected_up_to WHERE tenant_id = $1 FOR UPDATE",
            row => (row.GetInt32(0), row.GetInt64(1)), ct, Tenant);
    }

    private Task KeepObjects(TenantTransaction transaction, IReadOnlyList<Named> facts, CancellationToken ct)
    {
        var named = facts.SelectMany(f => f.Objects.Select(n => (n.Object, n.Unit, f.Source, f.At)))
            .GroupBy(n => n.Object)
            .Select(g => (Object: g.Key, Unit: g.Select(n => n.Unit).FirstOrDefault(u => u is not null),
                Source: g.Select(n => n.Source).FirstOrDefault(u => u is not null), At: g.Min(n => n.At)))
            .ToList();
        // The fact that tells the unit may come after one that only names the object.
        return transaction.Run(
            """
            INSERT INTO perishable.expected_object AS k (tenant_id, object, unit, source, named_at)
            SELECT $1, o.* FROM unnest($2, $3, $4, $5) o
            ON CONFLICT (tenant_id, object) DO UPDATE
            SET unit = coalesce(k.unit, excluded.unit), source = coalesce(k.source, excluded.source)
            WHERE k.unit IS NULL OR k.source IS NULL
            """,
            ct, Tenant, named.Select(n => n.Object).ToArray(), named.Select(n => n.Unit).ToArray(),
            named.Select(n => n.Source).ToArray(), named.Select(n => n.At.UtcDateTime).ToArray());
    }

    private Task KeepVersions(TenantTransaction transaction, IReadOnlyList<Named> facts, CancellationToken ct)
    {
        var needs = facts.Where(f => f.Captured is not null)
            .Select(f => (f.Id, Version: f.Captured!))
            .SelectMany(b => b.Version.Media.Select(m => (b.Id, b.Version.Version, m.Object, IsMedium: true))
                .Append((b.Id, b.Version.Version, b.Version.Pieces[0].Object, IsMedium: false)))
            .DistinctBy(n => (n.Object, n.Version))
            .ToList();
        return transaction.Run(
            """
            INSERT INTO perishable.expected_version (tenant_id, object, version, fact, is_medium)
            SELECT $1, n.* FROM unnest($2, $3, $4, $5) n ON CONFLICT DO NOTHING
            """,
            ct, Tenant, needs.Select(n => n.Object.ToString()).ToArray(), needs.Select(n => n.Version).ToArray(),
            needs.Select(n => n.Id).ToArray(), needs.Select(n => n.IsMedium).ToArray());
    }

    private sealed record Logged(long Leaf, Fact Fact);

    /// <summary>What one fact says is kept.</summary>
    private sealed class Named
    {
        public Named(long leaf, Fact fact)
        {
            (Leaf, Id, At) = (leaf, fact.Id, fact.At);
            (Objects, Source) = NamedInFacts.In(fact);
            Captured = NamedInFacts.CapturedBy(fact);
            Repeated = NamedInFacts.RepeatedBy(fact);
        }

        public long Leaf { get; }

        public Guid Id { get; }

        public DateTimeOffset At { get; }

        public IReadOnlyList<(string Object, Guid? Unit)> Objects { get; }

        public Guid? Source { get; }

        public VersionCaptured? Captured { get; }

        /// <summary>Answers that came again.</summary>
        public IReadOnlyList<string> Repeated { get; }
    }
}
