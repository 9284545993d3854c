using System.CommandLine;
using Archive.Evidence.Notes;
using Archive.Integrity;
using Archive.Restore;

namespace Archive.Cli;

internal static class RestoreCommand
{
    private static readonly Lines Lines = new("Evidence");

    public static Command Make()
    {
        var reason = new Option<RestoreReason>("--reason") { Required = true };
        var accept = new Option<bool>("--accept-findings");
        var command = new Command("restore") { reason, accept, Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                if ((await session.Get<ArchiveRestore>().Restore(
                    new(officer, parsed.GetRequiredValue(reason), parsed.GetValue(accept)), new RestoreProgress(),
                    token))
                    .IsRefused(out var refused, out var report))
                    return Session.Say(refused);
                Show(report);
                return report.Verdict.Holds ? Session.Done : Session.Faulty;
            },
            ct,
            serves: false));
        return command;
    }

    private static void Show(RestoreReport report)
    {
        Lines.Write("DestroyedAgain", report.Destroyed);
        var (origin, size) = report.Checkpoint is { } note && Checkpoint.Parse(note.Text) is var head
            ? (head.Origin, head.Size)
            : (Lines.Text("TheLog"), 0);
        if (report.Lost is { } lost)
        {
            Lines.Write("EndLost", lost.Head.Origin, lost.Head.Size, lost.Left, origin);
            if (report.Unsigned > 0)
                Lines.Write("Unsigned", report.Unsigned);
        }
        else
        {
            Lines.Write("NothingLost", origin);
        }

        if (report.Anchored > 0)
            Lines.Write("AnchorsBack", report.Anchored);
        Lines.Write("MadeAnew", report.TakenIn);
        if (report.Sealed.Records.Count > 0)
        {
            Lines.Write("SealedForEver", report.Sealed.Records.Count);
            foreach (var record in report.Sealed.Records)
                Lines.Write("SealedRecord", record);
        }

        MissingRecords.Say(report.Unreadable);
        foreach (var request in report.Sealed.Requests)
            Lines.Write("SealedRequest", request);
        foreach (var finding in report.Verdict.Findings)
            Lines.Write("Found", FindingLabels.Of(finding.Kind, Lines.Language), finding.What);
        Lines.Write("InLog", size, report.Verdict.Found);
        if (!report.Verdict.Holds)
            Lines.Write(report.IsServed ? "ServedAsItIs" : "NotServed");
        Lines.Write(report.Verdict.Holds ? "Fit" : "Tampered");
    }

    private sealed class RestoreProgress : IProgress<RestoreStep>
    {
        public void Report(RestoreStep value) => Lines.Write($"Step.{value}");
    }
}
