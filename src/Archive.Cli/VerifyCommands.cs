using System.CommandLine;
using Archive.Evidence;
using Archive.Evidence.Verification;
using Archive.Integrity;
using Archive.Keys;
using Archive.Restore;

namespace Archive.Cli;

/// <summary>What an operator or an auditor asks of the archive's own evidence.</summary>
internal static class VerifyCommands
{
    public static Command Verify()
    {
        var all = new Option<bool>("--all")
        {
            Description = "Everything again, not only what is new or was last read thirty days ago; goes on with a "
                + "pass that was broken off.",
        };
        var command = new Command(
            "verify", "Check the whole archive: the log, every object of the vault, and every captured version. Exit "
                + "code 1 if anything is amiss.") { all };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                var whole = parsed.GetValue(all);
                await session.Get<LostKeys>().MustHaveLogKeys(token);
                var log = await session.Get<PartialLogCheck>().Look(whole, token);
                try
                {
                    // The log can be looked at while keys are lost, and in databases that were put back; the rest
                    // cannot.
                    await session.Get<OpenedKeys>().Open(token);
                    await using var hold = await session.Get<StartCheck>().Begin(token);
                    using var bar = new ProgressBar(Console.Error, Console.IsErrorRedirected);
                    var report = await session.Get<ArchiveVerification>().Run(log, whole, bar.Show, token);
                    bar.Dispose();
                    Write(report);
                    return report.Holds ? Session.Done : Session.Faulty;
                }
                catch (FaultException)
                {
                    foreach (var finding in log.Findings)
                        Console.WriteLine($"FAIL {finding.Kind}: {finding.Says}");
                    Console.WriteLine($"{log.Size} facts in the log, {log.Read} of them read again, {log.Found} "
                        + "findings; vault and records were not all looked at:");
                    throw;
                }
            },
            ct,
            serves: false,
            withKeys: false));
        return command;
    }

    public static Command Findings()
    {
        var command = new Command(
            "findings",
            "What was found amiss and not mended since. Exit code 1 if there is anything.");
        command.SetAction((_, ct) => Session.Run(
            async (session, token) =>
            {
                var open = await session.Get<Findings>().Open(token);
                foreach (var finding in open)
                    Console.WriteLine($"{finding.FoundAt:yyyy-MM-dd'T'HH:mm:ss'Z'} {finding.Kind}: {finding.Message}");
                Console.WriteLine($"{open.Count} open findings.");
                return open.Count == 0 ? Session.Done : Session.Faulty;
            },
            ct));
        return command;
    }

    private static void Write(ArchiveVerificationResult report)
    {
        if (report.Resumed is { } began)
            Console.WriteLine($"Went on with the pass begun at {began:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
        var shown = report.Findings.Select(d => (d.Kind, d.Message)).ToList();
        foreach (var (kind, says) in shown)
            Console.WriteLine($"FAIL {kind}: {says}");
        foreach (var finding in report.Open.Where(f => !shown.Contains((f.Kind, f.Message))))
            Console.WriteLine(
                $"OPEN since {finding.FoundAt:yyyy-MM-dd'T'HH:mm:ss'Z'} {finding.Kind}: {finding.Message}");

        var kept = report.Kept;
        Console.WriteLine($"{report.Log.Size} facts in the log, {report.Log.Read} of them read again, "
            + $"{report.Log.Found} findings; {report.Log.Waiting} facts wait for their place.");
        Console.WriteLine(
            $"{kept.Objects} of {report.Named} objects read ({kept.Bytes} bytes)"
            + $"{(report.Unnamed > 0 ? $", and {report.Unnamed} that no fact names" : "")}; the others were found "
            + "whole less than thirty days ago.");
        Console.WriteLine(
            $"{kept.Versions.Values.Sum()} versions: {kept.Of(EvidenceState.Matches)} match, "
                + $"{kept.Of(EvidenceState.Destroyed)} destroyed with authority, "
            + $"{kept.Of(EvidenceState.Missing)} missing without authority, {kept.Of(EvidenceState.Altered)} altered.");
        Console.WriteLine($"{report.Findings.Count} findings, {report.Open.Count} open.");
        Console.WriteLine(report.Holds ? "untouched" : "TAMPERED OR DAMAGED");
    }
}
