using Archive.Cli;
using Archive.Evidence;
using Archive.Storage.Files;

// The archive that is up is asked before anything else of this program is touched.
if (CommandClient.Channel is { } channel)
    return CommandClient.Run(channel, args);
FilePermissions.KeepToOwnerFromHere();
VisibleWriter.Take();
return await ArchiveCommands.Run(args, args is [UpCommand.Name] ? CancellationToken.None : null);
