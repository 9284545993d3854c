using System.CommandLine;
using Archive.Evidence.Notes;
using Archive.Records;
using Archive.Storage.Log;
using Archive.Storage.Witnesses;

namespace Archive.Cli;

/// <summary>The log towards outsiders: publishing it, and asking witnesses.</summary>
internal static class LogCommands
{
    public static Command All() => new("log", "Show the log to outsiders.") { Publish(), AskWitnesses() };

    private static Command Publish()
    {
        var directory = new Argument<string>("DIR") {
            Description = "Directory of this log alone, for a web server to hand out as it is." };
        var command = new Command(
            "publish",
            "Write the log as static files (c2sp.org/tlog-tiles); what is there already is left alone.") { directory };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if (await session.Get<LogCatchUp>().BringUpToDate(token) is not { } checkpoint)
                {
                    Console.WriteLine("Nothing was ever recorded, so there is nothing to publish.");
                    return Session.Done;
                }

                var whole = await session.Get<Witnessing>().Ask(checkpoint, token);
                var published = await session.Get<LogPublication>()
                    .Publish(whole, parsed.GetRequiredValue(directory), token);
                Console.WriteLine($"{published.Size} leaves are published, {published.Files} files of them now.");
                Console.WriteLine($"{whole.Signatures.Count - checkpoint.Signatures.Count} witnesses cosigned.");
                return Session.Done;
            },
            ct));
        return command;
    }

    private static Command AskWitnesses()
    {
        var command = new Command(
            "witnesses",
            "Ask each witness to cosign the log as it is now; the worker does so every minute.");
        command.SetAction((_, ct) => Session.Run(
            async (session, token) =>
            {
                if (await session.Get<LogCatchUp>().BringUpToDate(token) is not { } checkpoint)
                {
                    Console.WriteLine("Nothing was ever recorded, so there is nothing to cosign.");
                    return Session.Done;
                }

                var known = KnownWitness.ReadFile(session.Get<ArchiveSettings>().WitnessesPath);
                var whole = await session.Get<Witnessing>().Ask(checkpoint, token);
                foreach (var witness in known)
                    Console.WriteLine($"{witness.Key.Name}: "
                        + (Cosigner.TimeOf(whole, witness.Key) is { } at ? $"cosigned at {at:u}" : "has not cosigned"));
                if (known.Count == 0)
                    Console.WriteLine("There is no witness. Name them in "
                        + $"{session.Get<ArchiveSettings>().WitnessesPath}, one line each: URL VKEY.");
                return known.All(witness => Cosigner.TimeOf(whole, witness.Key) is not null)
                    ? Session.Done
                    : Session.Faulty;
            },
            ct));
        return command;
    }
}
