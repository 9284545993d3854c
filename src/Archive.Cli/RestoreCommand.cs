using System.CommandLine;
using Archive.Evidence.Notes;
using Archive.Restore;

namespace Archive.Cli;

internal static class RestoreCommand
{
    public static Command Make()
    {
        var reason = new Option<RestoreReason>("--reason")
        {
            Description =
                $"Why a back-up was put back: {string.Join(", ", Enum.GetNames<RestoreReason>())}.", Required = true,
        };
        var command = new Command(
            "restore",
            "Make databases that were put back from a back-up fit to be served: what was destroyed goes again, and a "
                + "log whose end is lost is followed by a new one.")
        {
            reason, Session.OfficerOption,
        };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if ((await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token))
                    .IsRefused(out var denied, out var officer))
                    return Session.Say(denied);
                if ((await session.Get<ArchiveRestore>().Restore(
                    new(officer, parsed.GetRequiredValue(reason)), new RestoreProgress(), token))
                    .IsRefused(out var refused, out var report))
                    return Session.Say(refused);
                Tell(report);
                return report.Verdict.Holds ? Session.Done : Session.Faulty;
            },
            ct,
            serves: false));
        return command;
    }

    private static void Tell(RestoreReport report)
    {
        Console.WriteLine($"{report.Destroyed} destructions of the journal were carried out again.");
        var (origin, size) = report.Checkpoint is { } note && Checkpoint.Parse(note.Text) is var head
            ? (head.Origin, head.Size)
            : ("the log", 0);
        if (report.Lost is { } lost)
        {
            Console.WriteLine(
                $"The end of {lost.Head.Origin} is lost: {lost.Head.Size} leaves were signed, the back-up has "
                    + $"{lost.Left}. It is followed by {origin}, "
                + "whose first leaf says so. Its last checkpoint is kept beside the new one; give the new log's key "
                + "to those who have the old one's.");
            if (report.Unsigned > 0)
                Console.WriteLine($"{report.Unsigned} facts of the back-up were recorded after its last checkpoint: "
                    + "nothing signed vouches for them.");
        }
        else
        {
            Console.WriteLine($"Nothing that was signed is lost: {origin} goes on.");
        }

        if (report.Anchored > 0)
            Console.WriteLine($"{report.Anchored} leaves of the anchor log were put back. Time-stamps taken since the "
                + "back-up are lost with it, but for those in exports.");
        Console.WriteLine($"The readable records were made anew from {report.TakenIn} facts.");
        if (report.Sealed.Records.Count > 0)
        {
            Console.WriteLine($"{report.Sealed.Records.Count} records are sealed for ever, whole or in part: their "
                + "secrets are lost with the newer `perishable` database.");
            foreach (var record in report.Sealed.Records)
                Console.WriteLine($"  record {record}");
        }

        foreach (var request in report.Sealed.Requests)
            Console.WriteLine(
                $"  request {request}: who asked and for what is sealed for ever; take it from the letter");
        foreach (var finding in report.Verdict.Findings)
            Console.WriteLine($"{finding.Kind}: {finding.Says}");
        Console.WriteLine($"{size} facts are in the log and signed, {report.Verdict.Found} findings.");
        Console.WriteLine(report.Verdict.Holds ? "fit to be served" : "TAMPERED OR DAMAGED");
    }

    private sealed class RestoreProgress : IProgress<RestoreStep>
    {
        public void Report(RestoreStep value) => Console.WriteLine(value switch
        {
            RestoreStep.Destroying => "Destroying again what the journal says …",
            RestoreStep.Comparing => "Comparing the databases with the checkpoint outside …",
            RestoreStep.NamingOldLog => "Recording what is lost …",
            RestoreStep.OpeningLog => "Opening a new log …",
            RestoreStep.Sequencing => "Putting facts into the log …",
            RestoreStep.Recording => "Recording the restore …",
            RestoreStep.Signing => "Signing …",
            RestoreStep.Rebuilding => "Making the readable records anew …",
            RestoreStep.Verifying => "Checking everything …",
        });
    }
}
