using System.CommandLine;
using Archive.Keys;

namespace Archive.Cli;

internal static class KeyBackupCommands
{
    private static readonly Lines Lines = new("Keys");

    private static readonly Argument<string> FileArgument = new("file");

    public static Command Backup()
    {
        var command = new Command("backup") { FileArgument, Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                var officer = await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token);
                var passphrase = Passphrase(Lines.Text("NewPassphrase"));
                if (Passphrase(Lines.Text("OnceMore")) != passphrase)
                    throw new RefusedException(new("The two passphrases differ.", "docs/decisions/0097"));
                var (refused, made) = await session.Get<BackupDesk>()
                    .Backup(parsed.GetRequiredValue(FileArgument), passphrase, officer, token);
                if (made is not null)
                    Lines.Write("BackedUp", made.Files.Count, made.Backup);
                return Session.Say(refused);
            },
            ct,
            serves: false,
            withKeys: false));
        return command;
    }

    public static Command Restore()
    {
        var command = new Command("restore") { FileArgument, Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                var officer = await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token);
                var (refused, putBack, stillLost) = await session.Get<BackupDesk>().Restore(
                    parsed.GetRequiredValue(FileArgument), Passphrase(Lines.Text("Passphrase")), officer, token);
                if (putBack is not null)
                    Lines.Write("PutBack", putBack.Files.Count, putBack.At);
                foreach (var key in stillLost)
                    Lines.Write("NotInBackup", key);
                return stillLost.Count == 0 ? Session.Say(refused) : Session.Faulty;
            },
            ct,
            serves: false,
            withKeys: false));
        return command;
    }

    private static string Passphrase(string prompt) => Session.Password(prompt, "ARCHIVE_KEYS_PASSPHRASE");
}
