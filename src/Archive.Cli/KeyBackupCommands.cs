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
                if ((await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token))
                    .IsRefused(out var denied, out var officer))
                    return Session.Say(denied);
                var passphrase = Passphrase("Passphrase for the back-up: ");
                if (Passphrase("The same once more: ") != passphrase)
                    return Session.Say(new Refusal("keys.passphrases-differ", Basis.Keys));
                if ((await session.Get<BackupDesk>()
                    .Backup(parsed.GetRequiredValue(FileArgument), passphrase, officer, token))
                    .IsRefused(out var refused, out var made))
                    return Session.Say(refused);
                Console.WriteLine($"{made.Files.Count} files are in the back-up, which was read back (SHA-256 "
                        + $"{made.Backup}). Keep it apart from the data, and the passphrase apart from it.");
                return Session.Done;
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
                if ((await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token))
                    .IsRefused(out var denied, out var officer))
                    return Session.Say(denied);
                if ((await session.Get<BackupDesk>().Restore(
                    parsed.GetRequiredValue(FileArgument), Passphrase("Passphrase of the back-up: "), officer, token))
                    .IsRefused(out var refused, out var putBack))
                    return Session.Say(refused);
                Console.WriteLine($"{putBack.Backup.Files.Count} files of {putBack.Backup.At:yyyy-MM-dd HH:mm} UTC "
                    + "are back in place.");
                foreach (var key in putBack.StillLost)
                    Console.WriteLine($"NOT IN THIS BACK-UP: {key}");
                return putBack.StillLost.Count == 0 ? Session.Done : Session.Faulty;
            },
            ct,
            serves: false,
            withKeys: false));
        return command;
    }

    private static string Passphrase(string prompt) => Session.Password(prompt, "ARCHIVE_KEYS_PASSPHRASE");
}
