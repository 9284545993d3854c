using System.CommandLine;
using System.Net;
using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Storage.Witnesses;
using Microsoft.Extensions.Hosting;

namespace Archive.Cli;

/// <summary>What another organisation runs to watch our log, or we to watch theirs. Needs no database.</summary>
internal static class WitnessCommand
{
    private static readonly Lines Lines = new("Evidence");

    private static readonly Option<string> State = new("--state") { Required = true, Recursive = true };

    public static Command Make()
    {
        var listen = new Option<IPEndPoint>("--listen")
        {
            DefaultValueFactory = _ => new(IPAddress.Loopback, 5090),
            CustomParser = parsed =>
            {
                if (IPEndPoint.TryParse(parsed.Tokens[0].Value, out var address))
                    return address;
                parsed.AddError(nameof(IPEndPoint));
                return null;
            },
        };
        var logs = new Option<string[]>("--log") { Required = true, AllowMultipleArgumentsPerToken = true };
        var command = new Command("witness") { State, listen, logs, Key() };
        command.SetAction((parsed, ct) => Guarded(async () =>
        {
            var keys = parsed.GetRequiredValue(logs).Select(NoteKey.Parse).ToList();
            var cosigner = CosignerFile.Open(KeyFile(parsed));
            using var witness = new Witness(cosigner, keys, parsed.GetRequiredValue(State), TimeProvider.System);
            await using var site = WitnessHost.Build(witness, parsed.GetRequiredValue(listen));
            await site.StartAsync(ct);
            Lines.Print($"{cosigner.Key}");
            foreach (var key in keys)
                Lines.Write("Watches", key.Name);
            Lines.Write("ListensOn", site.Urls.Single());
            await site.WaitForShutdownAsync(ct);
        }));
        return command;
    }

    private static Command Key()
    {
        var name = new Option<string?>("--name");
        var command = new Command("key") { name };
        command.SetAction((parsed, _) => Guarded(() =>
        {
            var cosigner = parsed.GetValue(name) is { } made
                ? CosignerFile.OpenOrCreate(KeyFile(parsed), made)
                : CosignerFile.Open(KeyFile(parsed));
            Lines.Print($"{cosigner.Key}");
            return Task.CompletedTask;
        }));
        return command;
    }

    private static string KeyFile(ParseResult parsed) => Path.Combine(parsed.GetRequiredValue(State), "witness.key");

    private static async Task<int> Guarded(Func<Task> work)
    {
        try
        {
            await work();
            return Session.Done;
        }
        catch (Exception e) when (e is FaultException or FormatException or IOException
            or UnauthorizedAccessException)
        {
            return Session.Say(e);
        }
    }
}
