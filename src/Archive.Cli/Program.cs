using System.CommandLine;
using Archive.Cli;

var root = new RootCommand("Archive keeps what a government body said and was answered on social media, and proves it.")
{
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
};
return await root.Parse(args).InvokeAsync();
