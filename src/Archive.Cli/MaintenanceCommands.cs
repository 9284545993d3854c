using System.CommandLine;
using Archive.Evidence;
using Archive.People;
using Archive.Records;
using Archive.Storage.Postgres;
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
            try
            {
                await Session.Migrate(ct);
            }
            catch (FaultException e)
            {
                return Session.Say(e);
            }
            catch (Exception e) when (DatabaseTrouble.Of(e) is { } trouble)
            {
                return Session.Say(trouble);
            }

            Lines.Write("Migrated");
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
}
