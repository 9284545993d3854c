using System.CommandLine;
using Archive.Home;
using Archive.Storage.Vault;

namespace Archive.Cli;

internal static class VaultCommands
{
    private static readonly Lines Lines = new("Evidence");

    public static Command Vault() => new("vault") { Copy(), Check() };

    private static Command Copy()
    {
        var from = new Option<string>("--from") { Required = true };
        var to = new Option<string>("--to") { Required = true };
        var fromKey = new Option<string>("--from-key-file");
        var toKey = new Option<string>("--to-key-file");
        var command = new Command("copy") { from, to, fromKey, toKey };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                var (options, home) = (session.Get<VaultOptions>(), session.Get<ArchiveHome>());
                var source = OpenThere(options, home, Place(parsed.GetRequiredValue(from)), parsed.GetValue(fromKey));
                var target = Chosen(options, Place(parsed.GetRequiredValue(to)), parsed.GetValue(toKey))
                    .OpenTarget(home, TimeProvider.System);
                var copied = await new VaultCopy(source, target).Run(Report, token);
                foreach (var finding in copied.Findings)
                    Lines.Write("FoundIn", finding.Object, finding.What);
                Lines.Write("Copied", copied.Copied, copied.There, copied.Findings.Count);
                if (copied.Findings.Count > 0)
                {
                    Lines.Write("NotComplete");
                    return Session.Faulty;
                }

                Lines.Write("HasAll", parsed.GetRequiredValue(to), parsed.GetRequiredValue(from));
                return Session.Done;
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
                var vault = session.Get<VaultOptions>();
                await session.Get<IVault>().Check(token);
                Lines.Write(
                    vault.AllowMutable ? "NotTried" : vault.IsAzure ? "Protected" : "OnlyDirectory", vault.Place);
                return Session.Done;
            },
            ct));
        return command;
    }

    /// <summary>A name that is mistyped is no empty vault of which all was copied.</summary>
    private static IVault OpenThere(VaultOptions options, ArchiveHome home, string place, string? keyFile)
    {
        var chosen = Chosen(options, place, keyFile);
        return chosen.IsAzure || Directory.Exists(Path.Combine(place, "objects", home.Tenant.ToString()))
            ? chosen.OpenSource(home, TimeProvider.System)
            : throw Lines.Fault("NoVault", home.Tenant, place);
    }

    private static VaultOptions Chosen(VaultOptions options, string place, string? keyFile)
    {
        var chosen = options with { At = place };
        chosen = keyFile is null ? chosen : chosen.WithKeyOf(Caller.Now.Path(keyFile));
        // a directory asks for no lock
        return (chosen.IsAzure ? chosen : chosen with { LockDays = 0 }).Validated(Lines.Language);
    }

    /// <summary>A directory as the caller means it; an address stays as it is.</summary>
    private static string Place(string typed) =>
        typed.Contains("://", StringComparison.Ordinal) ? typed : Caller.Now.Path(typed);

    private static void Report(VaultCopied sofar)
    {
        if (sofar.Seen % 1000 == 0)
            Lines.WriteError("ObjectsSeen", sofar.Seen);
    }
}
