using System.CommandLine;
using Archive.Keys;

namespace Archive.Cli;

internal static class KeysCommands
{
    public static Command All() => new("keys", "The archive's keys: which there are, changing them, back-up.")
    {
        SigningKeyCommands.Show(),
        Rotate(),
        Retire(),
    };

    private static Command Rotate() => new("rotate", "Put a new key in the place of one in use.")
    {
        RotateWrapping(),
        SigningKeyCommands.Rotate(SigningRole.Log),
        SigningKeyCommands.Rotate(SigningRole.Export),
    };

    private static Command RotateWrapping()
    {
        var command = new Command(
            "wrapping", "Make a new key-encryption key and seal every secret under it. An interrupted run is finished by the next.")
        {
            Session.OfficerOption,
        };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                var officer = await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token);
                var progress = new Progress<long>(count => Console.Error.WriteLine($"{count} secrets sealed anew"));
                var (refused, rotated) = await session.Get<KeyDesk>().RotateWrapping(officer, progress, token);
                if (rotated is not null)
                {
                    Console.WriteLine($"All {rotated.Secrets} secrets are under key {rotated.Key}, and each was opened.");
                    Console.WriteLine("Make a back-up of the keys now: archive keys backup FILE");
                    foreach (var before in rotated.Before)
                        Console.WriteLine($"No longer needed here: archive keys retire {before}");
                }

                return Session.Say(refused);
            },
            ct));
        return command;
    }

    private static Command Retire()
    {
        var id = new Argument<Guid>("id") { Description = "Of a key-encryption key, as `keys list` shows it." };
        var command = new Command("retire", "Take a key-encryption key out of use that nothing needs any more.") { id, Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                var officer = await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token);
                var (refused, aside) = await session.Get<KeyDesk>().Retire($"{parsed.GetRequiredValue(id)}", officer, token);
                if (aside is not null)
                    Console.WriteLine($"The file is now {aside}. Delete it when no back-up of the secrets from before is kept.");
                return Session.Say(refused);
            },
            ct));
        return command;
    }
}
