using System.CommandLine;
using Archive.Evidence;
using Archive.Verifier;

namespace Archive.Cli;

/// <summary>All that one can type after `archive`. What each of it is for is in Resources/Help.resx.</summary>
internal static class ArchiveCommands
{
    private const string Program = "archive";

    private static readonly Texts Help = new("Archive.Cli.Resources.Help", typeof(ArchiveCommands).Assembly);

    /// <summary>Runs a command for <see cref="Caller.Now"/>.</summary>
    /// <param name="within">
    /// Ends it, for who keeps other work going too; null: Ctrl-C and SIGTERM do, in ten seconds at the latest.
    /// </param>
    public static Task<int> Run(string[] arguments, CancellationToken? within = null) =>
        new CommandLine(Program, Tree.Value, Help).Run(
            arguments, Caller.Now.Language, Caller.Now.Output, Caller.Now.Error, Session.Faulty, within);

    /// <summary>Made once: some options stand in many commands, and remember each.</summary>
    private static readonly Lazy<RootCommand> Tree = new(Root);

    public static RootCommand Root() =>
    [
        UpCommand.Make(),
        MaintenanceCommands.Migrate(),
#if MARTEN
        MartenCommand.Make(),
#endif
        SourceCommands.Watch(),
        SourceCommands.Collect(),
        SourceCommands.Search(),
        SourceCommands.All(),
        OfficerCommands.All(),
        AccessLogCommand.Make(),
        RequestCommands.All(),
        LogCommands.All(),
        VerifyCommands.Verify(),
        VerifyCommands.Findings(),
        EvidenceCommand.Make(),
        MaintenanceCommands.Scrub(),
        VaultCommands.Vault(),
        MaintenanceCommands.Rebuild(),
        AnchorCommands.Make(),
        RetentionCommands.All(),
        DestroyCommand.Make(),
        RestoreCommand.Make(),
        KeysCommands.All(),
        DemoCommand.Make(),
        WitnessCommand.Make(),
    ];
}
