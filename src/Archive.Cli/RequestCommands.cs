using System.CommandLine;
using Archive.Evidence;
using Archive.Exports;
using Archive.People;
using Archive.Records;
using Archive.Requests;
using Archive.Requests.Woo;

namespace Archive.Cli;

/// <summary>The way of a request, one command a step.</summary>
internal static class RequestCommands
{
    private static readonly Lines Lines = new("Work");

    private static readonly Argument<string> Number = new("number");
    private static readonly Argument<int> Document = new("document");
    private static readonly Option<string[]> Ground = new("--ground") { AllowMultipleArgumentsPerToken = true };

    public static Command All() => new("request")
    {
        New(), Scope(), Show(), Assess(), Redact(), Propose(), Approve(), Decide(), Export(),
    };

    private static Command New()
    {
        var requester = new Option<string>("--requester") { Required = true };
        var subject = new Option<string>("--subject") { Required = true };
        var receivedOn = new Option<DateOnly>("--received-on") { Required = true };
        var kind = new Option<string>("--kind") { DefaultValueFactory = _ => WooRequestKind.Word.ToString() };
        var command = new Command("new") { requester, subject, receivedOn, kind, Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if ((await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token))
                    .IsRefused(out var denied, out var officer))
                    return Session.Say(denied);
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
                Lines.Write("Registered", request.Number, request.DecideBy);
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
            return (await session.Get<ScopeSearch>().Freeze(id, Ids.New(), parsed.GetRequiredValue(query), token))
                .IsRefused(out var refused, out var scope)
                ? refused
                : await session.Get<RequestDesk>().Scope(scope, officer, token);
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
            Lines.Write("Received", request.Number, request.ReceivedOn, request.DecideBy);
            var contents = await session.Get<RecordVersions>()
                .Of([.. request.Records.Values.Select(r => r.Scoped.Version)], token);
            foreach (var item in request.Records.Values)
            {
                var version = contents.GetValueOrDefault(item.Scoped.Version);
                var judged = item.Assessed is { } a
                    ? $"{request.Kind.Label(a.Assessment, Language.Nl)} {string.Join(", ", a.Grounds)}"
                    : "-";
                Lines.Write("Document", item.Number, version?.PostedAt, judged, item.Redactions.Count);
                Lines.Print($"      {VisibleText.Line(version?.Single("author-handle") ?? "")}: "
                    + $"{version?.Text.ReplaceLineEndings(" ") ?? Lines.Text("Destroyed")}");
            }

            return Outcome.Done;
        }, ct));
        return command;
    }

    private static Command Assess()
    {
        var assessment = new Argument<string>("assessment");
        var reasons = new Option<string?>("--reasons");
        var despiteAge = new Option<string?>("--despite-age");
        var link = new Option<string?>("--link");
        var duplicateOf = new Option<int?>("--duplicate-of");
        var command = new Command("assess")
        {
            Number, Document, assessment, Ground, reasons, despiteAge, link, duplicateOf, Session.OfficerOption,
        };
        command.SetAction((parsed, ct) => Act(parsed, async (session, id, officer, token) =>
        {
            if ((await Request(session, id, token)).IsRefused(out var unknown, out var request))
                return unknown;
            var kind = request.Kind;
            return kind.ReadAssessment(parsed.GetRequiredValue(assessment)) is { } judged
                ? await session.Get<RequestDesk>().Assess(
                    new(
                        id,
                        parsed.GetRequiredValue(Document),
                        judged,
                        parsed.GetValue(Ground) ?? [],
                        parsed.GetValue(reasons),
                        parsed.GetValue(despiteAge),
                        parsed.GetValue(link),
                        parsed.GetValue(duplicateOf)),
                    officer, token)
                : new Refusal(
                    "requests.no-assessment", Basis.OneReading, parsed.GetValue(assessment),
                    string.Join(", ", kind.Assessments.Select(v => kind.Label(v, Language.Nl))));
        }, ct));
        return command;
    }

    private static Command Redact()
    {
        var text = new Option<string?>("--text");
        var author = new Option<bool>("--author");
        var medium = new Option<int?>("--medium");
        var mention = new Option<string?>("--mention");
        var command = new Command("redact")
        {
            Number, Document, text, author, medium, mention, Ground, Session.OfficerOption,
        };
        command.SetAction((parsed, ct) => Act(parsed, async (session, id, officer, token) =>
        {
            if ((await Request(session, id, token)).IsRefused(out var unknown, out var request))
                return unknown;
            var number = parsed.GetRequiredValue(Document);
            if (!request.Records.TryGetValue(number, out var item))
                return new Refusal("requests.no-such-document", Basis.Judging, request.Number, number);
            if ((await session.Get<RecordVersions>().Of([item.Scoped.Version], token))
                .GetValueOrDefault(item.Scoped.Version) is not { } version)
                return new Refusal("requests.document-destroyed", Basis.Judging, request.Number, number);
            var passages = FindPassages.Chosen(version, item.Scoped.Parts, new(
                parsed.GetValue(text), parsed.GetValue(author), parsed.GetValue(medium), parsed.GetValue(mention)));
            if (passages.Count == 0)
                return new Refusal("requests.nothing-to-redact", Basis.Redacting, number);
            foreach (var passage in passages)
            {
                var outcome = await session.Get<RequestDesk>().Redact(
                    new(id, Ids.New(), number, passage, parsed.GetValue(Ground) ?? []),
                    officer,
                    token);
                if (outcome.Refusal is not null)
                    return outcome;
            }

            Lines.Write("Redacted", passages.Count);
            return Outcome.Done;
        }, ct));
        return command;
    }

    private static Command Propose()
    {
        var command = new Command("propose") { Number, Session.OfficerOption };
        command.SetAction((parsed, ct) => Act(parsed, (session, id, officer, token) =>
            session.Get<RequestDesk>().Propose(new(id), officer, token), ct));
        return command;
    }

    private static Command Approve()
    {
        var proposal = new Argument<int>("proposal");
        var command = new Command("approve") { Number, proposal, Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if ((await Find(session, parsed.GetRequiredValue(Number), token))
                    .IsRefused(out var unknown, out var id))
                    return Session.Say(unknown);
                var name = parsed.GetRequiredValue(Session.OfficerOption);
                var password = await Session.PasswordOf(name, token);
                return Session.Say(await session.Get<RequestDesk>().Approve(
                    new(id, parsed.GetRequiredValue(proposal)), name, password, token));
            },
            ct));
        return command;
    }

    private static Command Decide()
    {
        var decidedOn = new Option<DateOnly>("--decided-on") { Required = true };
        var command = new Command("decide") { Number, decidedOn, Session.OfficerOption };
        command.SetAction((parsed, ct) => Act(parsed, async (session, id, officer, token) =>
        {
            if ((await Request(session, id, token)).IsRefused(out var unknown, out var request))
                return unknown;
            var outcome = DecideRequest.OutcomeOf(request);
            return await session.Get<RequestDesk>()
                .Decide(new(id, outcome, parsed.GetRequiredValue(decidedOn)), officer, token);
        }, ct));
        return command;
    }

    private static Command Export()
    {
        var english = new Option<bool>("--english");
        var command = new Command("export") { Number, english, Session.OfficerOption };
        command.SetAction((parsed, ct) => Act(parsed, async (session, id, officer, token) =>
        {
            var language = parsed.GetValue(english) ? Language.En : Language.Nl;
            using var progress = new SealProgress();
            if ((await session.Get<SealExport>().Seal(id, officer, language, progress, token))
                .IsRefused(out var refused, out var export))
                return refused;
            progress.Done();
            progress.Dispose();
            Lines.Print(string.Join('\n', export.Zips));
            Lines.Write("Exported", export.Opened, export.Withheld);
            await MissingRecords.Say(session, token);
            return Outcome.Done;
        }, ct));
        return command;
    }

    /// <summary>What most commands share: sign in, find the request, act, say what was refused.</summary>
    private static Task<int> Act(
        ParseResult parsed, Func<Session, Guid, Officer, CancellationToken, Task<Outcome>> act,
        CancellationToken ct) => Session.Run(
        async (session, token) =>
        {
            if ((await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token))
                .IsRefused(out var denied, out var officer))
                return Session.Say(denied);
            return (await Find(session, parsed.GetRequiredValue(Number), token)).IsRefused(out var unknown, out var id)
                ? Session.Say(unknown)
                : Session.Say(await act(session, id, officer, token));
        },
        ct);

    private static async Task<Outcome<Guid>> Find(Session session, string number, CancellationToken ct) =>
        await session.Get<RequestQueries>().Find(number, ct) is { } id
            ? id
            : new Refusal("requests.no-such-number", Basis.OneReading, number);

    private static async Task<Outcome<RequestState>> Request(Session session, Guid id, CancellationToken ct) =>
        await session.Get<RequestQueries>().Read(id, ct) is { } request
            ? request
            : new Refusal("requests.no-such-request", Basis.OneReading);
}
