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
    private static readonly Option<string> State = new("--state")
    {
        Description =
            "Folder of this witness alone: its key and the last checkpoint of each log. Never set it back to a copy.",
        Required = true,
        Recursive = true,
    };

    public static Command Make()
    {
        var listen = new Option<string>("--listen")
        {
            Description = "Address and port to listen on; a proxy in front of it does TLS.",
            DefaultValueFactory = _ => "127.0.0.1:5090",
        };
        var logs = new Option<string[]>("--log")
        {
            Description = "Verifier key of a log to watch, as its keeper gave it; once for each.",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command(
            "witness",
            "Watch logs of others: cosign each checkpoint that continues the one before.")
        {
            State, listen, logs, Key(),
        };
        command.SetAction((parsed, ct) => Guarded(async () =>
        {
            if (!IPEndPoint.TryParse(parsed.GetRequiredValue(listen), out var endPoint))
                throw new FaultException("--listen is an address and a port, such as 127.0.0.1:5090, not "
                    + $"'{parsed.GetRequiredValue(listen)}'.");
            var keys = (parsed.GetValue(logs) ?? []).Select(NoteKey.Parse).ToList();
            if (keys.Count == 0)
                throw new FaultException("Name at least one log to watch: --log VKEY.");

            var cosigner = CosignerFile.Open(KeyFile(parsed));
            using var witness = new Witness(cosigner, keys, parsed.GetRequiredValue(State), TimeProvider.System);
            await using var site = WitnessHost.Build(witness, endPoint);
            await site.StartAsync(ct);
            Console.WriteLine($"{cosigner.Key}");
            foreach (var key in keys)
                Console.WriteLine($"watches {key.Name}");
            Console.WriteLine($"listens on {site.Urls.Single()}");
            await site.WaitForShutdownAsync(ct);
        }));
        return command;
    }

    private static Command Key()
    {
        var name = new Option<string?>("--name")
        {
            Description =
                "Name of the witness, to make its key under: a host name and a word, such as getuige.buurstad.nl/w1.",
        };
        var command = new Command(
            "key",
            "Print the witness's verifier key, for the keepers of logs; makes it if it is named.") { name };
        command.SetAction((parsed, _) => Guarded(() =>
        {
            var cosigner = parsed.GetValue(name) is { } made
                ? CosignerFile.OpenOrCreate(KeyFile(parsed), made)
                : CosignerFile.Open(KeyFile(parsed));
            Console.WriteLine(cosigner.Key);
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
        catch (Exception e) when (e is FaultException or FormatException or IOException)
        {
            await Console.Error.WriteLineAsync($"Fault: {e.Message}");
            return Session.Faulty;
        }
    }
}
