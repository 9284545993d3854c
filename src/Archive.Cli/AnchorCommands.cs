using System.CommandLine;
using Archive.Anchoring;
using Archive.Evidence.Notes;
using Archive.Records;
using Archive.Storage.Anchor;
using Archive.Storage.Witnesses;

namespace Archive.Cli;

/// <summary>The anchor log and its time-stamps, by hand: the worker does the same every day.</summary>
internal static class AnchorCommands
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Make() => new("anchor", "The anchor log over the archive's checkpoints, and its time-stamps.")
    {
        Now(), Check(),
    };

    private static Command Now()
    {
        var command = new Command("now", "Anchor the newest checkpoint and ask every authority for a time-stamp.");
        command.SetAction((_, ct) => Session.Run(
            async (session, token) =>
            {
                if (await session.Get<LogCatchUp>().BringUpToDate(token) is not { } checkpoint)
                {
                    Console.WriteLine("Nothing was recorded yet, so there is nothing to anchor.");
                    return Session.Done;
                }

                var anchor = await session.Get<DailyAnchor>().Now(
                    await session.Get<Witnessing>().Whole(checkpoint, token), Patience, token);
                Console.WriteLine($"{Checkpoint.Parse(anchor.Anchored.Proof.Checkpoint.Text).Size} leaves in the "
                    + $"anchor log; this archive's is number {anchor.Anchored.Proof.Index}.");
                foreach (var (kept, _) in anchor.Tokens)
                    Console.WriteLine(
                        $"{kept.Authority}: existed before {kept.Token.ExistedBy:u}; valid until {kept.ValidUntil:u}.");
                foreach (var silent in session.Get<ArchiveSettings>().TimeStampAuthorities
                    .Where(a => anchor.Tokens.All(t => t.Token.Authority != a.Name)))
                    Console.WriteLine(
                        $"{silent.Name}: NO TIME-STAMP. The worker asks again; its log says what came of asking.");
                if (anchor.AuthoritiesAsked == 0)
                    Console.WriteLine("No time-stamp authority is set up; see docs/operations.md, \"Time-stamps\".");
                return anchor.Tokens.Count == anchor.AuthoritiesAsked ? Session.Done : Session.Faulty;
            },
            ct));
        return command;
    }

    private static Command Check()
    {
        var command = new Command("check", "Check the anchor log and every time-stamp that is kept.");
        command.SetAction((_, ct) => Session.Run(
            async (session, token) =>
            {
                var verdict = await session.Get<AnchorVerification>().Run(token);
                foreach (var finding in verdict.Findings)
                    Console.WriteLine($"! {finding}.");
                Console.WriteLine($"{verdict.Leaves} leaves in the anchor log, {verdict.Tokens} time-stamps, "
                    + $"{verdict.Findings.Count} findings.");
                Console.WriteLine(verdict.Findings.Count == 0 ? "untouched" : "TAMPERED OR DAMAGED");
                return verdict.Findings.Count == 0 ? Session.Done : Session.Faulty;
            },
            ct));
        return command;
    }
}
