using Archive.Cli;

// The archive that is up is asked before anything else of this program is touched.
if (CommandClient.Channel is { } channel)
    return CommandClient.Run(channel, args);
return await ArchiveCommands.Run(args, args is [UpCommand.Name] ? CancellationToken.None : null);
