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
        command.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                var passphrase = await Passphrase(Lines.Text("NewPassphrase"), token);
                if (await Passphrase(Lines.Text("OnceMore"), token) != passphrase)
                    return Session.Say(new Refusal("keys.passphrases-differ", Basis.Keys));
                if ((await session.Get<BackupDesk>()
                    .Backup(Caller.Now.Path(parsed.GetRequiredValue(FileArgument)), passphrase, officer, token))
                    .IsRefused(out var refused, out var made))
                    return Session.Say(refused);
                Lines.Write("BackedUp", made.Files.Count, made.Backup);
                return Session.Done;
            },
            ct,
            serves: false,
            withKeys: false));
        return command;
    }

    public static Command Restore()
    {
        var command = new Command("restore") { FileArgument, Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                var passphrase = await Passphrase(Lines.Text("Passphrase"), token);
                if ((await session.Get<BackupDesk>().Restore(
                    Caller.Now.Path(parsed.GetRequiredValue(FileArgument)), passphrase, officer, token))
                    .IsRefused(out var refused, out var putBack))
                    return Session.Say(refused);
                Lines.Write("PutBack", putBack.Backup.Files.Count, putBack.Backup.At);
                foreach (var key in putBack.StillLost)
                    Lines.Write("NotInBackup", key.Says);
                return putBack.StillLost.Count == 0 ? Session.Done : Session.Faulty;
            },
            ct,
            serves: false,
            withKeys: false));
        return command;
    }

    private static Task<string> Passphrase(string prompt, CancellationToken ct) =>
        Session.Password(prompt, ct, "ARCHIVE_KEYS_PASSPHRASE");
}
