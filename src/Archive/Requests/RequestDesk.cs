using System.Text.Json.Nodes;
using Archive.Evidence.Facts;
using Archive.Law;
using Archive.People;
using Archive.Records;
using Archive.Requests.Pictures;
using Archive.Storage.Facts;
using Archive.Storage.Keys;

namespace Archive.Requests;

/// <summary>
/// Where officers work on requests: replay the request, ask the rule, keep what was written, record the answer. Of an
/// act that is refused nothing is kept.
/// </summary>
/// <param name="days">
/// Holidays of the clock; such as <see cref="OfficialDays.Dutch"/>.
/// </param>
public sealed class RequestDesk(
    EventStore events, RequestRegister register, RequestKindRegistry kinds, SealedTexts papers, PictureCopies pictures,
    Officers officers, OfficeTime office, OfficialDays days)
{
    private static readonly Refusal Overtaken =
        new("requests.overtaken", Basis.OneAtATime);

    public async Task<Outcome> Register(RegisterRequest asked, Officer officer, CancellationToken ct)
    {
        if (RequestRights.ToHandle(officer) is { } barred)
            return barred;
        if (kinds.Read(asked.Kind.ToString()).IsRefused(out var unknown, out var kind))
            return unknown;
        if (RegisterRequest.Check(asked, kind, days, office.Today) is { } refusal)
            return refusal;
        if (await register.Reserve(asked, kind.NumberPrefix, ct) is not { } number)
            return new Refusal("requests.registered-before", Basis.Judging);

        var answer = RegisterRequest.Decide(asked, kind, number, days, office.Today);
        var outcome = await Record(answer, asked.Request, version: 0, officer, async fact => Done(fact switch
        {
            RequestReceived received => received with
            {
                Details = await papers.Keep(UnitKind.RequestDetails, Written(asked, number), ct),
            },
            _ => fact,
        }), ct);
        if (outcome.Refusal is null)
            await register.Confirm(asked.Request, ct);
        return outcome;
    }

    public Task<Outcome> Scope(ScopeRecords asked, Officer officer, CancellationToken ct) => Act(
        asked.Request, officer,
        request => ScopeRecords.Decide(request, asked),
        async (request, fact) => Done(fact is RecordsScoped scoped
            ? scoped with { Query = await papers.KeepIn(request.Details.Unit, new() { ["query"] = asked.Query }, ct) }
            : fact),
        ct);

    public Task<Outcome> Assess(AssessRecord asked, Officer officer, CancellationToken ct) => Act(
        asked.Request, officer,
        request => AssessRecord.Decide(request, asked, officer.Id, office.Today),
        async (_, fact) => Done(fact is RecordAssessed { Note: not null } assessed
            ? assessed with { Note = await papers.Keep(UnitKind.Note, asked.Note.Write(), ct) }
            : fact),
        ct);

    public Task<Outcome> Redact(RedactPassage asked, Officer officer, CancellationToken ct) => Act(
        asked.Request, officer, request => RedactPassage.Decide(request, asked, office.Today), WithCopy(ct), ct);

    /// <summary>Several passages of one request in one act: all of them, or none.</summary>
    public Task<Outcome> Redact(
        Guid request, IReadOnlyList<RedactPassage> asked, Officer officer, CancellationToken ct) => Act(
        request, officer, state => RedactPassage.Decide(state, asked, office.Today), WithCopy(ct), ct);

    public Task<Outcome> Lift(LiftRedaction asked, Officer officer, CancellationToken ct) => Act(
        asked.Request, officer, request => LiftRedaction.Decide(request, asked), WithCopy(ct), ct);

    public Task<Outcome> Propose(ProposeAssessments asked, Officer officer, CancellationToken ct) => Act(
        asked.Request, officer, request => ProposeAssessments.Decide(request, officer.Id), AsItIs, ct);

    /// <summary>The approver signs in for this very act: nobody approves on a colleague's open session.</summary>
    public async Task<Outcome> Approve(ApproveAssessments asked, string name, string password, CancellationToken ct) =>
        (await officers.SignIn(name, password, ct)).IsRefused(out var why, out var officer)
            ? why
            : await Act(
                asked.Request, officer,
                request => ApproveAssessments.Decide(request, asked, officer.Id, office.Today), AsItIs, ct);

    public Task<Outcome> Decide(DecideRequest asked, Officer officer, CancellationToken ct) => Act(
        asked.Request, officer, request => DecideRequest.Decide(request, asked, officer.Id, office.Today), AsItIs, ct);

    private static Task<Outcome<IFact>> AsItIs(RequestState request, IFact fact) => Task.FromResult(Done(fact));

    private static Outcome<IFact> Done(IFact fact) => Outcome.Of(fact);

    /// <summary>A picture's copy is made before the fact that names it; if it cannot be, nothing is redacted.</summary>
    private Func<RequestState, IFact, Task<Outcome<IFact>>> WithCopy(CancellationToken ct) =>
        async (_, fact) => fact is not PictureRedacted asked ? Done(fact)
            : (await pictures.Make(asked, ct)).IsRefused(out var why, out var made) ? why
            : Done(made);

    private static JsonObject Written(RegisterRequest asked, RequestNumber number) => new()
    {
        ["number"] = number.ToString(),
        ["requester"] = asked.Requester,
        ["subject"] = asked.Subject,
    };

    private async Task<Outcome> Act(
        Guid id, Officer officer, Func<RequestState, Outcome<IFact[]>> rule,
        Func<RequestState, IFact, Task<Outcome<IFact>>> keep, CancellationToken ct)
    {
        if (RequestRights.ToHandle(officer) is { } refusal)
            return refusal;
        var facts = await events.Read(id, ct);
        if (facts.Count == 0)
            return new Refusal("requests.no-such-request", Basis.Judging);

        var request = RequestState.Replay(RequestState.Read(facts), kinds);
        return await Record(rule(request), id, facts.Count, officer, fact => keep(request, fact), ct);
    }

    private async Task<Outcome> Record(
        Outcome<IFact[]> answer, Guid id, long version, Officer officer, Func<IFact, Task<Outcome<IFact>>> keep,
        CancellationToken ct)
    {
        if (answer.IsRefused(out var why, out var facts))
            return why;

        var recorded = new List<NewFact>();
        var made = new List<PictureRedacted>();
        foreach (var fact in facts)
        {
            if ((await keep(fact)).IsRefused(out why, out var whole))
            {
                await Discard(made, ct);
                return why;
            }

            if (whole is PictureRedacted copy)
                made.Add(copy);
            recorded.Add(Facts.New(whole, office.Now, officer.Id, correlation: id));
        }

        if (await events.Append([new StreamAppend(id, version, recorded)], ct))
            return Outcome.Done;
        await Discard(made, ct);
        return Overtaken;
    }

    private async Task Discard(List<PictureRedacted> made, CancellationToken ct)
    {
        foreach (var copy in made)
            await pictures.Discard(copy, ct);
    }
}
