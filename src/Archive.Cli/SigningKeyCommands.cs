using System.CommandLine;
using Archive.Keys;

namespace Archive.Cli;

internal static class SigningKeyCommands
{
    public static Command Show()
    {
        var role = WhichRole();
        var command = new Command("show", "The verifier keys of signatures there ever were, the one in use last; and "
            + "what proves a change of the log's.") { role };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                foreach (var key in await session.Get<SigningKeyDesk>().All(parsed.GetRequiredValue(role), token))
                    Console.WriteLine(key);
                if (parsed.GetRequiredValue(role) == SigningRole.Log)
                    await Tell(session, token);
                return Session.Done;
            },
            ct));
        return command;
    }

    /// <summary>`keys rotate log` and `keys rotate export`.</summary>
    public static Command Rotate(SigningRole which)
    {
        var command = new Command(
            which.ToString().ToLowerInvariant(),
            which == SigningRole.Log
                ? "Change the key that signs the log's checkpoints; one checkpoint is signed by both."
                : "Change the key that signs the manifests of exports.")
        {
            Session.OfficerOption,
        };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if ((await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token))
                    .IsRefused(out var denied, out var officer))
                    return Session.Say(denied);
                if ((await session.Get<SigningKeyDesk>().Rotate(which, officer, token))
                    .IsRefused(out var refused, out var key))
                    return Session.Say(refused);
                Console.WriteLine($"In use from now on: {key}");
                Console.WriteLine(
                    "Give it to those who have the old one, by the same way. The private half of the old key is gone.");
                if (which == SigningRole.Log)
                    await Tell(session, token);
                return Session.Done;
            },
            ct));
        return command;
    }

    private static Argument<SigningRole> WhichRole() => new("role") { Description = "log or export." };

    private static async Task Tell(Session session, CancellationToken ct)
    {
        foreach (var proof in await session.Get<SigningKeyDesk>().HandOver(ct))
            Console.WriteLine($"Proof of a change, under a checkpoint that both keys signed: {proof}");
    }
}
