using Archive.Capture.Mapping;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Sources;
using Archive.Storage.Facts;

namespace Archive.Capture.Visits;

/// <summary>How an answer came that is in the vault already.</summary>
internal enum AnsweredAgain
{
    /// <summary>Whole, byte for byte as kept.</summary>
    Same,

    /// <summary>The platform said that it has no other.</summary>
    NotModified,
}

/// <summary>An answer whose bytes are in the vault; its facts come with <see cref="VisitRecorder.Record"/>.</summary>
/// <param name="Items">One for each cut, in its order.</param>
internal sealed record StoredResponse(
    Endpoint Endpoint,
    Digest Object,
    Guid Frame,
    int Status,
    IReadOnlyList<StoredItem> Items)
{
    /// <summary>Null if it was kept now.</summary>
    public AnsweredAgain? Again { get; init; }

    /// <summary>When the question was put.</summary>
    public DateTimeOffset Asked { get; init; }

    /// <summary>What <see cref="LastAnswers"/> names it by; empty if it came again.</summary>
    public string Question { get; init; } = "";

    /// <summary>Where the whole answer is, for a gap or a disappearance: its exchange.</summary>
    public PieceRef Exchange => new(Object, 0);
}

/// <summary>One item of an answer, kept in a piece of its own.</summary>
/// <param name="Identity">Null where it cannot be told which record it is; then it belongs to the frame.</param>
internal sealed record StoredItem(Identity? Identity, int Piece);

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
internal sealed class VisitRecorder(
    EventStore events, Source source, Guid visit, MapperName mapper, Identities identities, LastAnswers lastAnswers,
    TimeProvider clock)
{
    private const int Attempts = 5;

    private long version;
    private VisitCounts counts = new(0, 0, 0, 0, 0, 0, 0, 0);
    private RepeatedAnswers repeated = new();

    public VisitCounts Counts => counts;

    public async Task Start(CancellationToken ct) =>
        await OnVisit([new VisitStarted(source.Id, visit)], ct);

    public async Task End(CancellationToken ct) =>
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

    /// <summary>A gap without an answer: nothing came back.</summary>
    public async Task Miss(Missed missed, CancellationToken ct)
    {
        await OnVisit([Gap(missed)], ct);
        counts = counts with { Gaps = counts.Gaps + 1 };
    }

    /// <summary>Records an answer and all that follows from it, in one append.</summary>
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
                if (answer.Again is null)
                    await lastAnswers.Remember(answer.Question, answer.Object, ct);
                var sighted = seenItems.Where(s => !s.Identity.Sighted).Select(s => s.Identity.Record).ToHashSet();
                if (sighted.Count > 0)
                    await identities.NoteSighted(sighted, ct);
                return;
            }

            if (attempt == Attempts)
                throw Sentences.Fault("capture.another-writer", visit, Attempts);
        }
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
