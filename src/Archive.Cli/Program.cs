using Archive.Cli;

return await ArchiveCommands.Run(args, Lines.Language, Console.Out, Console.Error);
