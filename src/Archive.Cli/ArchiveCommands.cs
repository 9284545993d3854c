using System.CommandLine;
using Archive.Evidence;
using Archive.Verifier;

namespace Archive.Cli;

/// <summary>All that one can type after `archive`. What each of it is for is in Resources/Help.resx.</summary>
internal static class ArchiveCommands
{
    private const string Program = "archive";

    private static readonly Texts Help = new("Archive.Cli.Resources.Help", typeof(ArchiveCommands).Assembly);

    public static Task<int> Run(string[] arguments, Language language, TextWriter output, TextWriter error) =>
        new CommandLine(Program, Root(), Help).Run(arguments, language, output, error, misunderstood: Session.Faulty);

    public static RootCommand Root() =>
    [
        MaintenanceCommands.Migrate(),
#if MARTEN
        MartenCommand.Make(),
#endif
        SourceCommands.Watch(),
        SourceCommands.Collect(),
        SourceCommands.Search(),
        OfficerCommands.All(),
        RequestCommands.All(),
        LogCommands.All(),
        VerifyCommands.Verify(),
        VerifyCommands.Findings(),
        MaintenanceCommands.Scrub(),
        VaultCommands.Vault(),
        MaintenanceCommands.Rebuild(),
        AnchorCommands.Make(),
        MaintenanceCommands.Destroy(),
        RestoreCommand.Make(),
        KeysCommands.All(),
        DemoCommand.Make(),
        WitnessCommand.Make(),
    ];
}
