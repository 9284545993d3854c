using System.CommandLine;
using Archive.Keys;

namespace Archive.Cli;

internal static class SigningKeyCommands
{
    private static readonly Lines Lines = new("Keys");

    public static Command Show()
    {
        var role = new Argument<SigningRole>("role");
        var command = new Command("show") { role };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                foreach (var key in await session.Get<SigningKeyDesk>().All(parsed.GetRequiredValue(role), token))
                    Lines.Print($"{key}");
                if (parsed.GetRequiredValue(role) == SigningRole.Log)
                    await ShowHandOver(session, token);
                return Session.Done;
            },
            ct));
        return command;
    }

    /// <summary>`keys rotate log` and `keys rotate export`.</summary>
    public static Command Rotate(SigningRole which)
    {
        var command = new Command(which.ToString().ToLowerInvariant()) { Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                if ((await session.Get<SigningKeyDesk>().Rotate(which, officer, token))
                    .IsRefused(out var refused, out var key))
                    return Session.Say(refused);
                Lines.Write("InUse", key);
                Lines.Write("GiveKey");
                if (which == SigningRole.Log)
                    await ShowHandOver(session, token);
                return Session.Done;
            },
            ct));
        return command;
    }

    private static async Task ShowHandOver(Session session, CancellationToken ct)
    {
        foreach (var proof in await session.Get<SigningKeyDesk>().HandOver(ct))
            Lines.Write("ProofOfChange", proof);
    }
}
