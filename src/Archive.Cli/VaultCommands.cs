using System.CommandLine;
using Archive.Storage.Vault;

namespace Archive.Cli;

internal static class VaultCommands
{
    public static Command Vault() => new("vault", "Where objects are kept.") { Copy(), Check() };

    private static Command Copy()
    {
        var from = new Option<string>("--from") {
            Required = true,
            Description = "Directory or address of the vault to copy." };
        var to = new Option<string>("--to") {
            Required = true,
            Description = "Directory or address of the vault to fill." };
        var fromKey = new Option<string>("--from-key-file") {
            Description = "File with the key of --from; ARCHIVE_VAULT_KEY if left out." };
        var toKey = new Option<string>("--to-key-file") {
            Description = "File with the key of --to; ARCHIVE_VAULT_KEY if left out." };
        var command = new Command(
            "copy", "Copy every object to another vault, read it back and compare. Can be broken off and run again.") {
                from,
                to,
                fromKey,
                toKey };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                var settings = session.Get<ArchiveSettings>();
                var source = OpenThere(settings, parsed.GetRequiredValue(from), parsed.GetValue(fromKey));
                var target = Chosen(settings, parsed.GetRequiredValue(to), parsed.GetValue(toKey)).Open(
                    settings.TenantName,
                    TimeProvider.System);
                var copied = await new VaultCopy(source, target).Run(Report, token);
                foreach (var finding in copied.Findings)
                    Console.WriteLine($"{finding.Object}: {finding.What}");
                Console.WriteLine($"{copied.Copied} objects copied and read back, {copied.There} were there and "
                    + $"whole, {copied.Findings.Count} findings.");
                Console.WriteLine(copied.Findings.Count == 0
                    ? $"{parsed.GetRequiredValue(to)} has all of {parsed.GetRequiredValue(from)}. To use it: set "
                        + "ARCHIVE_VAULT."
                    : "NOT COMPLETE. Keep using the vault you have.");
                return copied.Findings.Count == 0 ? Session.Done : Session.Faulty;
            },
            ct));
        return command;
    }

    private static Command Check()
    {
        var command = new Command("check", "Try whether the storage protects what is kept in it.");
        command.SetAction((_, ct) => Session.Run(
            async (session, token) =>
            {
                var vault = session.Get<ArchiveSettings>().Vault;
                await session.Get<IVault>().Check(token);
                Console.WriteLine(
                    vault.AllowMutable ? "Not tried: ARCHIVE_ALLOW_MUTABLE_STORAGE is set, for a test only."
                    : vault.IsAzure ? $"{vault.Place} refuses to delete what is under an immutability policy or a "
                        + "legal hold, and keeps its bytes."
                    : $"{vault.Place} is a directory: whoever is root can change it, and only the log and a scrub "
                        + "tell.");
                return Session.Done;
            },
            ct));
        return command;
    }

    /// <summary>A name that is mistyped is no empty vault of which all was copied.</summary>
    private static IVault OpenThere(ArchiveSettings settings, string place, string? keyFile)
    {
        var chosen = Chosen(settings, place, keyFile);
        return chosen.IsAzure || Directory.Exists(Path.Combine(place, "objects", settings.Tenant))
            ? chosen.Open(settings.TenantName, TimeProvider.System)
            : throw new IOException(
                $"There is no vault of {settings.Tenant} in '{place}': it has no directory objects/{settings.Tenant}.");
    }

    private static VaultSettings Chosen(ArchiveSettings settings, string place, string? keyFile)
    {
        var chosen = settings.Vault with { At = place, Key = keyFile is null
            ? settings.Vault.Key
            : File.ReadAllText(keyFile).Trim() };
        return (chosen.IsAzure ? chosen : chosen with { LockDays = 0 }).Validated(); // a directory asks for no lock
    }

    private static void Report(VaultCopied sofar)
    {
        if (sofar.Seen % 1000 == 0)
            Console.Error.WriteLine($"{sofar.Seen} objects …");
    }
}
