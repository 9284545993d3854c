using System.CommandLine;
using Archive.Keys;

namespace Archive.Cli;

internal static class KeyBackupCommands
{
    private static readonly Argument<string> FileArgument = new("file") { Description = "The back-up." };

    public static Command Backup()
    {
        var command = new Command(
            "backup", "Write all keys to one new file, encrypted with a passphrase: ARCHIVE_KEYS_PASSPHRASE, or asked "
                + "for twice.")
        {
            FileArgument, Session.OfficerOption,
        };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                var officer = await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token);
                var passphrase = Passphrase("Passphrase for the back-up: ");
                if (Passphrase("The same once more: ") != passphrase)
                    throw new RefusedException(new("The two passphrases differ.", "docs/decisions/0097"));
                var (refused, made) = await session.Get<BackupDesk>()
                    .Backup(parsed.GetRequiredValue(FileArgument), passphrase, officer, token);
                if (made is not null)
                    Console.WriteLine($"{made.Files.Count} files are in the back-up, which was read back (SHA-256 "
                        + $"{made.Backup}). Keep it apart from the data, and the passphrase apart from it.");
                return Session.Say(refused);
            },
            ct,
            serves: false,
            withKeys: false));
        return command;
    }

    public static Command Restore()
    {
        var command = new Command("restore", "Put the keys of a back-up back where there are none.") {
            FileArgument,
            Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                var officer = await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token);
                var (refused, putBack, stillLost) = await session.Get<BackupDesk>().Restore(
                    parsed.GetRequiredValue(FileArgument), Passphrase("Passphrase of the back-up: "), officer, token);
                if (putBack is not null)
                    Console.WriteLine(
                        $"{putBack.Files.Count} files of {putBack.At:yyyy-MM-dd HH:mm} UTC are back in place.");
                foreach (var key in stillLost)
                    Console.WriteLine($"NOT IN THIS BACK-UP: {key}");
                return stillLost.Count == 0 ? Session.Say(refused) : Session.Faulty;
            },
            ct,
            serves: false,
            withKeys: false));
        return command;
    }

    private static string Passphrase(string prompt) => Session.Password(prompt, "ARCHIVE_KEYS_PASSPHRASE");
}
