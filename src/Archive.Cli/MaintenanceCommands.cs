using System.CommandLine;
using Archive.People;
using Archive.Records;
using Archive.Retention.Destruction;
using Archive.Storage.Vault;

namespace Archive.Cli;

internal static class MaintenanceCommands
{
    private static readonly Lines Lines = new("Evidence");

    public static Command Migrate()
    {
        var command = new Command("migrate");
        command.SetAction(async (_, ct) =>
        {
            await Session.Migrate(ct);
            return Session.Done;
        });
        return command;
    }

    public static Command Scrub()
    {
        var command = new Command("scrub");
        command.SetAction((_, ct) => Session.Run(
            async (session, token) =>
            {
                var report = await session.Get<IVault>().ScrubAll(token);
                foreach (var finding in report.Findings)
                    Lines.Write("FoundIn", finding.Object, finding.What);
                Lines.Write("Scrubbed", report.Objects, report.Findings.Count);
                return report.Findings.Count == 0 ? Session.Done : Session.Faulty;
            },
            ct,
            serves: false,
            withKeys: false));
        return command;
    }

    public static Command Rebuild()
    {
        var command = new Command("rebuild") { Session.ActingOption };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if ((await session.Actor(parsed, token)).IsRefused(out var denied, out var who))
                    return Session.Say(denied);
                await session.Get<Operators>().Record(who, ConsoleAct.RecordsRebuilt, token);
                await session.Get<LogCatchUp>().BringUpToDate(token);
                Lines.Write("TakenIn", await session.Get<RecordProjection>().Rebuild(token));
                await MissingRecords.Say(session, token);
                return Session.Done;
            },
            ct));
        return command;
    }

    public static Command Destroy()
    {
        var record = new Argument<Guid>("record");
        var basis = new Option<DestructionBasis>("--basis") { Required = true };
        var approver = new Option<string>("--approved-by") { Required = true };
        var command = new Command("destroy") { record, basis, Session.OfficerOption, approver };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if ((await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token))
                    .IsRefused(out var denied, out var proposer))
                    return Session.Say(denied);
                var name = parsed.GetRequiredValue(approver);
                var password = Caller.Now.Secret("ARCHIVE_APPROVER_PASSWORD") is { Length: > 0 } given
                    ? given
                    : await Session.PasswordOf(name, token);
                if ((await session.Get<Officers>().SignIn(name, password, token)).IsRefused(out denied, out var second))
                    return Session.Say(denied);
                var outcome = await session.Get<RecordDestruction>().Destroy(
                    new(
                        parsed.GetRequiredValue(record),
                        parsed.GetRequiredValue(basis),
                        proposer.Id,
                        second.Id), token);
                await session.Get<LogCatchUp>().BringUpToDate(token);
                return Session.Say(outcome);
            },
            ct));
        return command;
    }
}
