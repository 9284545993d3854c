using Archive.Capture.Mapping;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Sources;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;

namespace Archive.Capture.Visits;

/// <summary>What a mapper read of one item: it may add a version to its record, or nothing.</summary>
/// <param name="Figures">None where the platform does not say (a version from the history).</param>
internal sealed record SeenItem(
    Identity Identity,
    RecordKind Kind,
    ReadFrom ReadFrom,
    IReadOnlyList<PieceRef> Pieces,
    MappedContent Content,
    IReadOnlyList<MediumRef> Media,
    IReadOnlyList<Figure> Figures)
{
    /// <summary>Where it belongs, as far as this answer tells.</summary>
    public Place Place { get; init; } = Place.Unknown;
}

/// <summary>A gap as a collector finds it.</summary>
internal sealed record Missed(
    Endpoint Endpoint,
    GapCause Cause,
    Guid? Record = null,
    int? Status = null,
    PieceRef? Answer = null);

/// <summary>
/// Writes down one visit. Bytes first (vault), then per answer all its facts in one append: that the answer came, what
/// it adds to which record, what is missing. A host that dies in between leaves bytes nobody names, never a fact
/// without bytes.
/// </summary>
/// <remarks>
/// One answer is recorded at a time, in the order given, while its caller goes on: asks for the next answer and keeps
/// its bytes. All here but <see cref="Record"/> wait for it first, and what fails there fails at each wait from then
/// on. So nothing is recorded after it, and who ends the visit, however it ends, MUST wait for
/// <see cref="Recorded"/>.
/// </remarks>
internal sealed class VisitRecorder(
    EventStore events, PerishableDatabase perishable, Source source, Guid visit, MapperName mapper,
    Identities identities, LastAnswers lastAnswers, TimeProvider clock)
{
    private const int Attempts = 5;

    private long version;
    private VisitCounts counts = new(0, 0, 0, 0, 0, 0, 0, 0);
    private RepeatedAnswers repeated = new();
    private Task underWay = Task.CompletedTask;

    public VisitCounts Counts => counts;

    public async Task Start(CancellationToken ct) =>
        await OnVisit([new VisitStarted(source.Id, visit)], ct);

    public async Task End(CancellationToken ct)
    {
        await Recorded();
        await OnVisit(
            [
                .. Repeated(clock.GetUtcNow()),
                new VisitEnded(
                    source.Id,
                    visit,
                    counts.Gaps == 0 ? VisitEnding.Complete : VisitEnding.WithGaps,
                    counts),
            ],
            ct);
    }

    /// <summary>Ends when all that was given is recorded.</summary>
    public Task Recorded() => underWay;

    /// <summary>What the facts say of records, with all that was given.</summary>
    public async Task<Dictionary<Guid, RecordState>> States(IReadOnlyCollection<Guid> records, CancellationToken ct)
    {
        await Recorded();
        return await RecordState.Of(records, events, ct);
    }

    /// <summary>
    /// The same of the records of an answer. Of new ones they say nothing: where another visit was faster, the append
    /// finds that out.
    /// </summary>
    public async Task<Dictionary<Guid, RecordState>> States(IEnumerable<Identity> shown, CancellationToken ct)
    {
        var records = shown.DistinctBy(i => i.Record).ToLookup(i => i.New, i => i.Record);
        var states = await States([.. records[false]], ct);
        foreach (var record in records[true])
            states.Add(record, RecordState.None);
        return states;
    }

    /// <summary>A gap without an answer: nothing came back.</summary>
    public async Task Miss(Missed missed, CancellationToken ct)
    {
        await Recorded();
        await OnVisit([Gap(missed)], ct);
        counts = counts with { Gaps = counts.Gaps + 1 };
    }

    /// <summary>Begins to record an answer and all that follows from it, in one append.</summary>
    /// <param name="seenItems">
    /// In the order in which they are to count: a record's older version before its newer one.
    /// </param>
    /// <param name="gone">Records for which this answer is a definite "not there".</param>
    /// <param name="read">
    /// What was read a moment ago of the records; null: read now. Where another writer was first, it is read again.
    /// </param>
    public async Task Record(
        StoredResponse answer,
        IReadOnlyList<SeenItem> seenItems,
        IReadOnlyList<Guid> gone,
        IReadOnlyList<Missed> missed,
        CancellationToken ct,
        IReadOnlyDictionary<Guid, RecordState>? read = null)
    {
        await Recorded();
        if (answer.Again is null)
            lastAnswers.Note(answer.Question, answer.Object);
        underWay = Task.Run(() => Write(answer, seenItems, gone, missed, read, ct), ct);
    }

    private async Task Write(
        StoredResponse answer,
        IReadOnlyList<SeenItem> seenItems,
        IReadOnlyList<Guid> gone,
        IReadOnlyList<Missed> missed,
        IReadOnlyDictionary<Guid, RecordState>? read,
        CancellationToken ct)
    {
        if (answer.Again is { } again)
            repeated.Add(answer.Object, answer.Asked, again);
        for (var attempt = 1; ; attempt++)
        {
            var records = seenItems.Select(s => s.Identity.Record).Concat(gone).Distinct().ToList();
            var states = attempt == 1 && read is not null ? new(read) : await RecordState.Of(records, events, ct);
            if (attempt > 1)
            {
                // It may have been a destruction: nothing is added to what it took.
                var kept = await identities.Kept(records, ct);
                seenItems = [.. seenItems.Where(s => kept.Contains(s.Identity.Record))];
                gone = [.. gone.Where(kept.Contains)];
            }

            var unsighted = await Unsighted(seenItems, states, ct);
            var changes = new VisitChanges(source.Id, visit, mapper, states, unsighted, identities.Way);
            changes.See(seenItems);
            foreach (var record in gone)
                changes.Lose(record, answer);

            var now = clock.GetUtcNow();
            var due = repeated.IsDue(now);
            List<IFact> onVisit = [.. Stored(answer), .. missed.Select(Gap), .. due ? Repeated(now) : []];
            List<StreamAppend> appends =
            [
                .. onVisit.Count > 0 ? [Append(visit, version, onVisit, now)] : Array.Empty<StreamAppend>(),
                .. changes.Appends(now),
            ];
            if (appends.Count == 0 || await events.Append(appends, ct))
            {
                version += onVisit.Count;
                if (due)
                    repeated = new();
                counts = changes.AddTo(counts) with
                {
                    Exchanges = counts.Exchanges + 1,
                    Items = counts.Items + answer.Items.Count,
                    Gaps = counts.Gaps + missed.Count,
                };
                await Remember(answer, seenItems, ct);
                return;
            }

            if (attempt == Attempts)
                throw Sentences.Fault("capture.another-writer", visit, Attempts);
        }
    }

    /// <summary>Notes for answers to come what facts say now: where this one lies, and what the source showed.</summary>
    private async Task Remember(StoredResponse answer, IReadOnlyList<SeenItem> seenItems, CancellationToken ct)
    {
        var sighted = seenItems.Where(s => !s.Identity.Sighted).Select(s => s.Identity.Record).ToHashSet();
        var notes = new List<(string, object?[])>();
        if (answer.Again is null)
            notes.Add(lastAnswers.Remember(answer.Question, answer.Object));
        if (sighted.Count > 0)
            notes.Add(identities.NoteSighted(sighted));
        if (notes.Count == 0)
            return;
        await using var transaction = await perishable.Begin(ct);
        await transaction.Run(ct, [.. notes]);
        await transaction.Commit(ct);
    }

    /// <summary>
    /// Records of which no fact says yet that this source showed them. Where none is noted, the record's own facts
    /// tell: a host may have died before it noted one.
    /// </summary>
    private async Task<HashSet<Guid>> Unsighted(
        IReadOnlyList<SeenItem> seenItems, Dictionary<Guid, RecordState> states, CancellationToken ct)
    {
        var unsighted = seenItems.Where(s => !s.Identity.Sighted).Select(s => s.Identity.Record).ToHashSet();
        foreach (var record in unsighted.Where(r => states[r].Version > 0).ToList())
        {
            var said = (await events.Read(record, ct)).Select(Facts.ReadOrNull).OfType<RecordSighted>();
            if (said.Any(s => s.Source == source.Id && s.Way == identities.Way))
                unsighted.Remove(record);
        }

        return unsighted;
    }

    private IEnumerable<IFact> Stored(StoredResponse answer) => answer.Again is null
        ? [new ResponseStored(
            source.Id, visit, answer.Endpoint, answer.Object, answer.Frame, answer.Status, answer.Items.Count)]
        : [];

    private IEnumerable<IFact> Repeated(DateTimeOffset now) =>
        repeated.Fact(source.Id, visit, now) is { } fact ? [fact] : [];

    private GapFound Gap(Missed m) => new(source.Id, visit, m.Endpoint, m.Cause, m.Record, m.Status, m.Answer);

    private async Task OnVisit(IReadOnlyList<IFact> facts, CancellationToken ct)
    {
        if (!await events.Append([Append(visit, version, facts, clock.GetUtcNow())], ct))
            throw Sentences.Fault("capture.visit-recorded-twice", visit);
        version += facts.Count;
    }

    private StreamAppend Append(Guid stream, long expected, IEnumerable<IFact> facts, DateTimeOffset now) =>
        new(stream, expected, facts.Select(f => Facts.New(f, now, correlation: visit)).ToList());
}
