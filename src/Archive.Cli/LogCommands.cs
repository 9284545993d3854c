using System.CommandLine;
using Archive.Anchoring;
using Archive.Evidence.Notes;
using Archive.People;
using Archive.Records;
using Archive.Storage.Log;
using Archive.Storage.Witnesses;

namespace Archive.Cli;

/// <summary>The log towards outsiders: publishing it, and asking witnesses.</summary>
internal static class LogCommands
{
    private static readonly Lines Lines = new("Evidence");

    public static Command All() => new("log") { Publish(), AskWitnesses() };

    private static Command Publish()
    {
        var directory = new Argument<string>("directory");
        var command = new Command("publish") { directory, Session.ActingOption };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if ((await session.Actor(parsed, token)).IsRefused(out var denied, out var who))
                    return Session.Say(denied);
                await session.Get<Operators>().Record(who, ConsoleAct.LogPublished, token);
                if (await session.Get<LogCatchUp>().BringUpToDate(token) is not { } checkpoint)
                {
                    Lines.Write("NothingToPublish");
                    return Session.Done;
                }

                var whole = await session.Get<Witnessing>().Ask(checkpoint, token);
                var published = await session.Get<LogPublication>()
                    .Publish(whole, Caller.Now.Path(parsed.GetRequiredValue(directory)), token);
                Lines.Write("Published", published.Size, published.Files);
                Lines.Write("WitnessesCosigned", whole.Signatures.Count - checkpoint.Signatures.Count);
                return Session.Done;
            },
            ct));
        return command;
    }

    private static Command AskWitnesses()
    {
        var command = new Command("witnesses");
        command.SetAction((_, ct) => Session.Run(
            async (session, token) =>
            {
                if (await session.Get<LogCatchUp>().BringUpToDate(token) is not { } checkpoint)
                {
                    Lines.Write("NothingToCosign");
                    return Session.Done;
                }

                var known = KnownWitness.ReadFile(session.Get<AnchoringOptions>().Witnesses);
                var whole = await session.Get<Witnessing>().Ask(checkpoint, token);
                foreach (var witness in known)
                {
                    if (Cosigner.TimeOf(whole, witness.Key) is { } at)
                        Lines.Write("Cosigned", witness.Key.Name, at);
                    else
                        Lines.Write("NotCosigned", witness.Key.Name);
                }

                if (known.Count == 0)
                    Lines.Write("NoWitness", session.Get<AnchoringOptions>().Witnesses);
                return known.All(w => Cosigner.TimeOf(whole, w.Key) is not null) ? Session.Done : Session.Faulty;
            },
            ct));
        return command;
    }
}
