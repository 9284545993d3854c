using System.CommandLine;
using Archive.Evidence;
using Archive.Exports;
using Archive.People;
using Archive.Requests;

namespace Archive.Cli;

/// <summary>From judgements to a signed set: `request propose`, `approve`, `decide` and `export`.</summary>
internal static class DecisionCommands
{
    private static readonly Lines Lines = new("Work");

    public static Command Propose()
    {
        var command = new Command("propose") { RequestCommands.Number, Session.OfficerOption };
        command.SetAction((parsed, ct) => RequestCommands.Act(parsed, async (session, id, officer, token) =>
            await Said(
                await session.Get<RequestDesk>().Propose(new(id), officer, token), session, id, officer.Name, token),
            ct));
        return command;
    }

    public static Command Approve()
    {
        var proposal = new Argument<int>("proposal");
        var command = new Command("approve") { RequestCommands.Number, proposal, Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if ((await RequestCommands.Find(session, parsed.GetRequiredValue(RequestCommands.Number), token))
                    .IsRefused(out var unknown, out var id))
                    return Session.Say(unknown);
                var name = parsed.GetRequiredValue(Session.OfficerOption);
                var password = await Session.PasswordOf(name, token);
                var outcome = await session.Get<RequestDesk>().Approve(
                    new(id, parsed.GetRequiredValue(proposal)), name, password, token);
                return Session.Say(await Said(outcome, session, id, name, token));
            },
            ct));
        return command;
    }

    public static Command Decide()
    {
        var decidedOn = TypedDay.Option("--decided-on");
        var command = new Command("decide") { RequestCommands.Number, decidedOn, Session.OfficerOption };
        command.SetAction((parsed, ct) => RequestCommands.Act(parsed, async (session, id, officer, token) =>
        {
            if ((await RequestCommands.Request(session, id, token)).IsRefused(out var unknown, out var request))
                return unknown;
            var on = parsed.GetRequiredValue(decidedOn);
            var outcome = await session.Get<RequestDesk>()
                .Decide(new(id, DecideRequest.OutcomeOf(request), on), officer, token);
            if (outcome.Refusal is null && on > request.DecideBy)
                Lines.Write("Late", TypedDay.InWords(request.DecideBy), on.DayNumber - request.DecideBy.DayNumber);
            return await Said(outcome, session, id, officer.Name, token);
        }, ct));
        return command;
    }

    public static Command Export()
    {
        var english = new Option<bool>("--english");
        var command = new Command("export") { RequestCommands.Number, english, Session.OfficerOption };
        command.SetAction((parsed, ct) => RequestCommands.Act(parsed, async (session, id, officer, token) =>
        {
            var language = parsed.GetValue(english) ? Language.En : Language.Nl;
            using var progress = new SealProgress();
            if ((await Seal(session, id, officer, language, progress, token))
                .IsRefused(out var refused, out var export))
                return refused;
            progress.Done();
            progress.Dispose();
            Lines.Print(string.Join('\n', export.Zips));
            Lines.Write("Exported", export.Opened, export.Withheld);
            await MissingRecords.Say(session, token);
            Lines.Write("SendApart", export.TrustFile, export.Letter);
            NextStep.Say($"check {NextStep.Quoted(export.Zips[0])} --trust {NextStep.Quoted(export.TrustFile)}");
            return Outcome.Done;
        }, ct));
        return command;
    }

    private static async Task<Outcome<SealedExport>> Seal(
        Session session, Guid request, Officer officer, Language language, SealProgress progress, CancellationToken ct)
    {
        try
        {
            return await session.Get<SealExport>().Seal(request, officer, language, progress, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            progress.Dispose();
            Lines.WriteError("SealingBrokenOff");
            throw;
        }
    }

    /// <summary>Where the request stands after the act, and what comes next.</summary>
    private static async Task<Outcome> Said(
        Outcome outcome, Session session, Guid id, string officer, CancellationToken ct)
    {
        if (outcome.Refusal is not null)
            return outcome;
        if ((await RequestCommands.Request(session, id, ct)).IsRefused(out var unknown, out var request))
            return unknown;
        var names = await session.Get<Officers>().Names(ct);
        Lines.Print($"{request.Number}: {RequestLines.Stage(request, names)}");
        NextStep.Say(request, officer);
        return Outcome.Done;
    }
}
