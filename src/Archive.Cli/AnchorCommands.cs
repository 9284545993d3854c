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
    private static readonly Lines Lines = new("Evidence");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Make() => new("anchor")
    {
        Now(), Check(),
    };

    private static Command Now()
    {
        var command = new Command("now");
        command.SetAction((_, ct) => Session.Run(
            async (session, token) =>
            {
                if (await session.Get<LogCatchUp>().BringUpToDate(token) is not { } checkpoint)
                {
                    Lines.Write("NothingToAnchor");
                    return Session.Done;
                }

                var anchor = await session.Get<DailyAnchor>().Now(
                    await session.Get<Witnessing>().Whole(checkpoint, token), Patience, token);
                var proof = anchor.Anchored.Proof;
                Lines.Write("Anchored", Checkpoint.Parse(proof.Checkpoint.Text).Size, proof.Index);
                foreach (var (kept, _) in anchor.Tokens)
                    Lines.Write("TimeStamped", kept.Authority, kept.Token.ExistedBy, kept.ValidUntil);
                foreach (var silent in session.Get<AnchoringOptions>().Authorities
                    .Where(a => anchor.Tokens.All(t => t.Token.Authority != a.Name)))
                    Lines.Write("NoTimeStamp", silent.Name);
                if (anchor.AuthoritiesAsked == 0)
                    Lines.Write("NoAuthority");
                return anchor.Tokens.Count == anchor.AuthoritiesAsked ? Session.Done : Session.Faulty;
            },
            ct));
        return command;
    }

    private static Command Check()
    {
        var command = new Command("check");
        command.SetAction((_, ct) => Session.Run(
            async (session, token) =>
            {
                var verdict = await session.Get<AnchorVerification>().Run(token);
                foreach (var finding in verdict.Findings)
                    Lines.Write("FoundAnchor", finding);
                Lines.Write("AnchorsChecked", verdict.Leaves, verdict.Tokens, verdict.Findings.Count);
                Lines.Write(verdict.Findings.Count == 0 ? "Untouched" : "Tampered");
                return verdict.Findings.Count == 0 ? Session.Done : Session.Faulty;
            },
            ct));
        return command;
    }
}
