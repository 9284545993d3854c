using System.CommandLine;
using System.Globalization;
using Archive.Evidence;
using Archive.People;
using Archive.Records;
using Archive.Requests;
using Archive.Requests.Woo;

namespace Archive.Cli;

/// <summary>The way of a request, one command a step. Each says what it did, and what comes next.</summary>
internal static class RequestCommands
{
    private static readonly Lines Lines = new("Work");

    public static Argument<string> Number { get; } = new("number");

    public static Command All() => new("request")
    {
        New(), List(), Scope(), Show(), JudgingCommands.Assess(), JudgingCommands.Redact(), JudgingCommands.Picture(),
        DecisionCommands.Propose(), DecisionCommands.Approve(), DecisionCommands.Decide(), DecisionCommands.Export(),
    };

    private static Command New()
    {
        var requester = new Option<string>("--requester") { Required = true };
        var subject = new Option<string>("--subject") { Required = true };
        var receivedOn = TypedDay.Option("--received-on");
        var kind = new Option<string>("--kind") { DefaultValueFactory = _ => WooRequestKind.Word.ToString() };
        var command = new Command("new") { requester, subject, receivedOn, kind, Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                if (session.Get<RequestKindRegistry>().Read(parsed.GetRequiredValue(kind))
                    .IsRefused(out var unknown, out var known))
                    return Session.Say(unknown);
                var id = Ids.New();
                var outcome = await session.Get<RequestDesk>().Register(
                    new(
                        id,
                        known.Name,
                        parsed.GetRequiredValue(requester),
                        parsed.GetRequiredValue(subject),
                        parsed.GetRequiredValue(receivedOn)),
                    officer, token);
                if (outcome.IsRefused(out var refused))
                    return Session.Say(refused);
                if ((await Request(session, id, token)).IsRefused(out var lost, out var request))
                    return Session.Say(lost);
                Lines.Write("Registered", request.Number, TypedDay.InWords(request.ReceivedOn));
                var left = request.DecideBy.DayNumber - session.Get<OfficeTime>().Today.DayNumber;
                RequestLines.WriteTerm(request, left);
                if (left < 0)
                    Lines.Write("CheckReceipt");
                NextStep.Say(request, officer.Name);
                return Session.Done;
            },
            ct));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list") { Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                if ((await session.Get<RequestQueries>().List(officer, token)).IsRefused(out var refused, out var all))
                    return Session.Say(refused);
                var names = await session.Get<Officers>().Names(token);
                foreach (var registered in all)
                {
                    if (await session.Get<RequestQueries>().Read(registered.Request, token) is not { } request)
                        continue; // its number came to nothing
                    Lines.Print(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{request.Number}  {request.DecideBy:yyyy-MM-dd}  {RequestLines.Stage(request, names)}"));
                    Lines.Print($"      {registered.Requester}: {registered.Subject}");
                }

                Lines.Write("Requests", all.Count);
                if (all is [])
                    NextStep.Say(Lines.Text("NewRequest", NextStep.Quoted(officer.Name)));
                return Session.Done;
            },
            ct));
        return command;
    }

    private static Command Scope()
    {
        var query = new Argument<string>("query");
        var command = new Command("scope") { Number, query, Session.OfficerOption };
        command.SetAction((parsed, ct) => Act(parsed, async (session, id, officer, token) =>
        {
            await session.Get<LogCatchUp>().BringUpToDate(token);
            await MissingRecords.Say(session, token);
            if ((await Request(session, id, token)).IsRefused(out var unknown, out var before))
                return unknown;
            if ((await session.Get<ScopeSearch>().Freeze(id, Ids.New(), parsed.GetRequiredValue(query), token))
                .IsRefused(out var refused, out var scope))
                return refused;
            var outcome = await session.Get<RequestDesk>().Scope(scope, officer, token);
            if (outcome.Refusal is not null)
                return outcome;
            if ((await Request(session, id, token)).IsRefused(out unknown, out var request))
                return unknown;
            Lines.Write("Scoped", request.Records.Count - before.Records.Count, request.Records.Count);
            NextStep.Say($"request show {request.Number} --officer {NextStep.Quoted(officer.Name)}");
            return Outcome.Done;
        }, ct));
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show") { Number, Session.OfficerOption };
        command.SetAction((parsed, ct) => Act(parsed, async (session, id, officer, token) =>
        {
            if ((await session.Get<RequestQueries>().Show(id, officer, token)).IsRefused(out var refusal, out var view))
                return refusal;
            var request = view.Request;
            var contents = await session.Get<RecordVersions>()
                .Of([.. request.Records.Values.Select(r => r.Scoped.Version)], token);
            var missing = await session.Get<RecordCompleteness>().Look(token);
            RequestLines.Write(
                view, contents, missing.Unreadable.Select(u => u.Version).ToHashSet(),
                await session.Get<Officers>().Names(token));
            NextStep.Say(request, officer.Name);
            return Outcome.Done;
        }, ct));
        return command;
    }

    /// <summary>What most commands share: sign in, find the request, act, say what was refused.</summary>
    public static Task<int> Act(
        ParseResult parsed, Func<Session, Guid, Officer, CancellationToken, Task<Outcome>> act,
        CancellationToken ct) => Session.RunFor(
        parsed,
        async (session, officer, token) =>
        {
            return (await Find(session, parsed.GetRequiredValue(Number), token)).IsRefused(out var unknown, out var id)
                ? Session.Say(unknown)
                : Session.Say(await act(session, id, officer, token));
        },
        ct);

    public static async Task<Outcome<Guid>> Find(Session session, string number, CancellationToken ct) =>
        await session.Get<RequestQueries>().Find(number, ct) is { } id
            ? id
            : new Refusal("requests.no-such-number", Basis.OneReading, number);

    public static async Task<Outcome<RequestState>> Request(Session session, Guid id, CancellationToken ct) =>
        await session.Get<RequestQueries>().Read(id, ct) is { } request
            ? request
            : new Refusal("requests.no-such-request", Basis.OneReading);
}
