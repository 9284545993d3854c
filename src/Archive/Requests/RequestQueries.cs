using Archive.People;
using Archive.Records;
using Archive.Storage.Facts;

namespace Archive.Requests;

/// <summary>A request for an officer's eyes.</summary>
/// <param name="Requester">Null if the papers were destroyed.</param>
/// <param name="Subject">Null if the papers were destroyed.</param>
/// <param name="DaysLeft">Days until the last day of the term; 0 on that day, negative after it.</param>
public sealed record RequestView(RequestState Request, string? Requester, string? Subject, int DaysLeft);

/// <summary>Where officers look at requests. Every look is written down before it is answered.</summary>
public sealed class RequestQueries(
    EventStore events, RequestRegister register, RequestKindRegistry kinds, SealedTexts papers, OfficeTime office)
{
    private readonly AccessLog accessLog = new(events, office);

    /// <summary>
    /// The id behind a number as officers write it (`WOO-2026-0001`); null if there is none. No look: it shows nothing.
    /// </summary>
    public async Task<Guid?> Find(string number, CancellationToken ct) =>
        RequestNumber.Parse(number) is { } parsed && await register.Find(parsed, ct) is { } found
            && await IsRecorded(found, ct)
            ? found.Request
            : null;

    /// <returns>Refused if this officer may not see it or there is no such request.</returns>
    public async Task<Outcome<RequestView>> Show(Guid request, Officer officer, CancellationToken ct)
    {
        if (RequestRights.ToSee(officer) is { } refusal)
            return refusal;
        if (await Read(request, ct) is not { } state)
            return new Refusal("requests.no-such-request", Basis.Judging);

        await accessLog.Record(officer, AccessKind.RequestOpened, ct, request: request, count: state.Records.Count);
        var row = await register.Find(request, ct);
        return new RequestView(
            state,
            row?.Requester,
            row?.Subject,
            state.DecideBy.DayNumber - office.Today.DayNumber);
    }

    /// <summary>All requests, newest number first.</summary>
    public async Task<Outcome<IReadOnlyList<RegisteredRequest>>> List(Officer officer, CancellationToken ct)
    {
        if (RequestRights.ToSee(officer) is { } refusal)
            return refusal;

        var recorded = new List<RegisteredRequest>();
        foreach (var row in await register.All(ct))
        {
            if (await IsRecorded(row, ct))
                recorded.Add(row with { Recorded = true });
        }

        await accessLog.Record(officer, AccessKind.RequestsListed, ct, count: recorded.Count);
        return recorded;
    }

    /// <summary>
    /// The request as its facts tell it, for parts of the archive that write down looks of their own. Null if there is
    /// none.
    /// </summary>
    public async Task<RequestState?> Read(Guid request, CancellationToken ct)
    {
        var facts = await events.Read(request, ct);
        return facts.Count == 0 ? null : RequestState.Replay(RequestState.Read(facts), kinds);
    }

    /// <summary>What was written with a judgement. Null if nothing was, or it was destroyed.</summary>
    public async Task<AssessmentNote?> Note(RecordAssessed assessed, CancellationToken ct) =>
        assessed.Note is { } at && await papers.Open(at, ct) is { } written ? AssessmentNote.Read(written) : null;

    /// <summary>A power cut between the receipt's fact and its mark in the register is mended here.</summary>
    private async Task<bool> IsRecorded(RegisteredRequest row, CancellationToken ct)
    {
        if (row.Recorded)
            return true;
        if (!(await events.Versions([row.Request], ct)).ContainsKey(row.Request))
            return false;
        await register.Confirm(row.Request, ct);
        return true;
    }
}
