using System.CommandLine;
using Archive.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Archive.Cli;

/// <summary>The worker, and on its channel all commands: what one machine keeps running.</summary>
internal static class UpCommand
{
    public const string Name = "up";

    public static Command Make()
    {
        var command = new Command(Name);
        command.SetAction((_, _) => WorkerHost.Run([], Caller.Now.Error, builder =>
        {
            builder.Logging.Services.AddSingleton<ILoggerProvider, CallerLog>();
            builder.Services.AddSingleton(s => new ChannelRoutes(new CommandEndpoint(s).Map));
        }));
        return command;
    }
}
