using Archive.Replay;

if (CommandLine.Read(args) is not { } asked)
{
    await Console.Error.WriteLineAsync(CommandLine.Usage);
    return 2;
}

await using var server = await ReplayServer.Start(asked.Platform, asked.Port);
Console.WriteLine($"{asked.Name} is at {server.Address}");
asked.WritePort(server.Address.Port);
await server.Ended(CancellationToken.None);
return 0;
