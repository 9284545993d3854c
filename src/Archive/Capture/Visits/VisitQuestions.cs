using Archive.Capture.Http;

namespace Archive.Capture.Visits;

/// <summary>
/// Puts one visit's questions to a platform. What fails is written down at once: the bytes that did come are kept, the
/// gap is recorded, and the collector gets null and goes on with what it can still see.
/// </summary>
internal sealed class VisitQuestions(PoliteClient client, ResponseStore keeper, VisitRecorder recorder)
{
    public WaitBudget Budget { get; } = client.NewBudget();

    /// <summary>Why the last question failed; null if it did not.</summary>
    public GapCause? LastTrouble { get; private set; }

    /// <summary>Every further question of this visit would end as the last one did.</summary>
    public bool IsCutOff => LastTrouble is GapCause.Unreachable or GapCause.RateLimited;

    /// <param name="record">Whose question it is, if it is about one record.</param>
    /// <returns>The answer (200, 404 or 410), or null if there is none; then the gap is recorded.</returns>
    public async Task<Fetched?> Ask(Endpoint endpoint, Uri question, Guid? record, CancellationToken ct)
    {
        var exchanges = await Ask(endpoint, new Question(question), ct);
        foreach (var before in exchanges.SkipLast(1).Where(e => e.Status is not null))
            await Store(endpoint, before, ct);

        var answer = exchanges[^1];
        LastTrouble = answer.Trouble?.Cause;
        if (answer.Trouble is not { } trouble)
            return answer;

        if (answer.Status is null)
            await recorder.Miss(new(endpoint, trouble.Cause, record), ct);
        else
            await Reject(endpoint, trouble.Cause, answer, record, ct);
        return null;
    }

    /// <summary>
    /// A server that gave its answer a validator is asked whether it has another; if not, the answer is the one before.
    /// </summary>
    private async Task<IReadOnlyList<Fetched>> Ask(Endpoint endpoint, Question question, CancellationToken ct)
    {
        var last = await keeper.Last(endpoint, question, ct);
        // An account was once kept as no record's: it is asked for whole, and kept as a record's.
        var validator = endpoint == Endpoint.Account && last is { HasItems: false } ? null : last?.Validator;
        var exchanges = await client.Ask(question with { Validator = validator }, Budget, ct);
        if (exchanges[^1] is not { Status: 304, Trouble: null } said)
            return exchanges;
        return
        [
            .. exchanges.SkipLast(1),
            .. last!.Repeated(said) is { } repeated ? [repeated] : await client.Ask(question, Budget, ct),
        ];
    }

    /// <summary>An answer in which nothing is missing and that has no items: its bytes are kept.</summary>
    public async Task Store(Endpoint endpoint, Fetched answer, CancellationToken ct) =>
        await recorder.Record(await keeper.Keep(endpoint, answer, [], ct), [], [], [], ct);

    /// <summary>
    /// A definite "not there" about a known record: the answer's bytes are kept, and the record is gone.
    /// </summary>
    public async Task StoreGone(Endpoint endpoint, Fetched answer, Guid record, CancellationToken ct) =>
        await recorder.Record(await keeper.Keep(endpoint, answer, [], ct), [], [record], [], ct);

    /// <summary>An answer that brings nothing: its bytes are kept, and the gap says why.</summary>
    public async Task Reject(Endpoint endpoint, GapCause cause, Fetched answer, Guid? record, CancellationToken ct)
    {
        var kept = await keeper.Keep(endpoint, answer, [], ct, cause);
        await recorder.Record(kept, [], [], [new(endpoint, cause, record, answer.Status, kept.Exchange)], ct);
    }
}
