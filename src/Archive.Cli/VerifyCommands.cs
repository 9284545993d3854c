using System.CommandLine;
using Archive.Evidence;
using Archive.Evidence.Verification;
using Archive.Integrity;
using Archive.Keys;
using Archive.People;
using Archive.Restore;

namespace Archive.Cli;

/// <summary>What an operator or an auditor asks of the archive's own evidence.</summary>
internal static class VerifyCommands
{
    private static readonly Lines Lines = new("Evidence");

    public static Command Verify()
    {
        var all = new Option<bool>("--all");
        var command = new Command("verify") { all, Session.ActingOption };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                var whole = parsed.GetValue(all);
                await session.Get<LostKeys>().MustHaveLogKeys(token);
                // The log can be looked at while keys are lost, and in databases that were put back; the rest cannot.
                var looking = session.Get<PartialLogCheck>().Look(whole, token);
                try
                {
                    await session.Get<OpenedKeys>().Open(token);
                    await using var hold = await session.Get<StartCheck>().Begin(token);
                    if ((await session.Actor(parsed, token)).IsRefused(out var denied, out var who))
                        return Session.Say(denied);
                    await session.Get<Operators>().Record(who, ConsoleAct.ArchiveVerified, token);
                    using var bar = new ProgressBar(Caller.Now.RawError, Caller.Now.ErrorIsRedirected);
                    var report = await session.Get<ArchiveVerification>().Run(looking, whole, bar.Show, token);
                    bar.Dispose();
                    Write(report);
                    return report.Holds ? Session.Done : Session.Faulty;
                }
                catch (FaultException)
                {
                    var log = await looking;
                    foreach (var finding in log.Findings)
                        Lines.Write("Found", FindingLabels.Of(finding.Kind, Lines.Language), finding.What);
                    Lines.Write("LogOnly", log.Size, log.Read, log.Found);
                    throw;
                }
                finally
                {
                    await ((Task)looking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            },
            ct,
            serves: false,
            withKeys: false));
        return command;
    }

    public static Command Findings()
    {
        var command = new Command("findings");
        command.SetAction((_, ct) => Session.Run(
            async (session, token) =>
            {
                await session.Get<SetAsideCheck>().Look(token);
                var open = await session.Get<Findings>().Open(token);
                foreach (var finding in open)
                    Lines.Write("FoundAt", finding.FoundAt, Kind(finding.Kind), finding.What);
                Lines.Write("OpenFindings", open.Count);
                return open.Count == 0 ? Session.Done : Session.Faulty;
            },
            ct));
        return command;
    }

    private static void Write(ArchiveVerificationResult report)
    {
        if (report.Resumed is { } began)
            Lines.Write("WentOn", began);
        var shown = report.Findings.Select(d => (d.Kind, d.What)).ToList();
        foreach (var (kind, says) in shown)
            Lines.Write("Found", Kind(kind), says);
        foreach (var finding in report.Open
            .Where(f => !shown.Exists(s => s.Kind == f.Kind && s.What.ToString() == f.Message)))
            Lines.Write("StillOpen", finding.FoundAt, Kind(finding.Kind), finding.What);

        var kept = report.Kept;
        Lines.Write("LogChecked", report.Log.Size, report.Log.Read, report.Log.Found, report.Log.Waiting);
        Lines.Write("ObjectsChecked", kept.Objects, report.Named, kept.Bytes);
        if (report.Unnamed > 0)
            Lines.Write("UnnamedObjects", report.Unnamed);
        Lines.Write(
            "VersionsChecked", kept.Versions.Values.Sum(), kept.Of(EvidenceState.Matches),
            kept.Of(EvidenceState.Destroyed), kept.Of(EvidenceState.Lost), kept.Of(EvidenceState.Missing),
            kept.Of(EvidenceState.Altered));
        Lines.Write("FoundInAll", report.Findings.Count, report.Open.Count);
        Lines.Write(report.Holds ? "Untouched" : "Tampered");
    }

    private static string Kind(FindingKind kind) => FindingLabels.Of(kind, Lines.Language);
}
