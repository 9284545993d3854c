using System.Security.Cryptography;
using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;
using Archive.Keys;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Log;
using Archive.Storage.Vault;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Archive.Driver;

/// <summary>
/// What a host does all day, without a platform: secret, bytes, fact; and beside it the log and its checkpoints.
/// </summary>
internal sealed class Recording(IServiceProvider services)
{
    private static readonly Guid Source = Ids.New();

    private readonly EventStore events = services.GetRequiredService<EventStore>();
    private readonly UnitSecrets units = services.GetRequiredService<UnitSecrets>();
    private readonly IVault vault = services.GetRequiredService<IVault>();

    /// <summary>Goes on until it is killed. A fault of the product ends it with code 3.</summary>
    public static async Task Run(int writers)
    {
        var services = new ServiceCollection().AddLogging().AddArchive(Settings.Of([]))
            .BuildServiceProvider();
        await services.GetRequiredService<OpenedKeys>().Open(default);
        var recording = new Recording(services);
        await Task.WhenAny([.. Enumerable.Range(0, writers).Select(_ => recording.Write()), recording.CatchUpLog()]);
        Environment.Exit(3);
    }

    private Task Write()
    {
        var (stream, version) = (Ids.New(), 0L);
        NewFact? pending = null;
        return Ever("write", async () =>
        {
            if (pending is not null && await Committed(stream, pending) is { } found)
                (version, pending) = (found, null); // the answer was lost on the way, not the fact
            pending ??= await Prepare();
            if (!await events.Append([new(stream, version, [pending])], default))
                throw new FaultException($"Stream {stream} is not at {version}, though nobody else writes it.");
            Acknowledge(stream, ++version, pending);
            pending = null;
        });
    }

    private async Task<NewFact> Prepare()
    {
        var secret = await units.Create(UnitKind.Frame, default);
        DriverOutput.Line($"secret {secret.Unit} {DriverOutput.Of(secret.Secret)}");
        var content = RandomNumberGenerator.GetBytes(2000);
        var kept = await vault.Keep(ObjectKind.File, [new(secret.Unit, secret.Secret, content)], default);
        DriverOutput.Line($"object {kept.Name} {secret.Unit} {Convert.ToHexStringLower(secret.Secret)} "
            + $"{DriverOutput.Of(content)}");
        return Facts.New(
            new ResponseStored(Source, Ids.New(), Endpoint.Listing, kept.Name, secret.Unit, 200, 0), TimeProvider.System
                .GetUtcNow());
    }

    /// <returns>The stream's version if the fact is there.</returns>
    private async Task<long?> Committed(Guid stream, NewFact fact)
    {
        var facts = await events.Read(stream, default);
        if (facts.Count == 0 || facts[^1].Id != fact.Id)
            return null;
        Acknowledge(stream, facts.Count, fact);
        return facts.Count;
    }

    private void Acknowledge(Guid stream, long version, NewFact fact)
    {
        var recorded = new Fact(
            fact.Id, stream, version, fact.Type, fact.At, fact.Data, fact.Headers, fact.Causation, fact
                .Correlation, events.Tenant);
        DriverOutput.Line($"fact {fact.Id} {DriverOutput.Of(recorded.Statement())}");
    }

    private Task CatchUpLog()
    {
        var sequencer = services.GetRequiredService<Sequencer>();
        var checkpoints = services.GetRequiredService<Checkpoints>();
        return Ever("log", async () =>
        {
            await sequencer.Drain(default);
            if (await checkpoints.Sign(default) is { } note && Checkpoint.Parse(note.Text) is var head)
                DriverOutput.Line($"checkpoint {head.Size} {head.Root}");
            await Task.Delay(20);
        });
    }

    /// <summary>What the disk or the database refuses is said and tried again; anything else ends it.</summary>
    private static async Task Ever(string what, Func<Task> work)
    {
        for (; ; )
        {
            try
            {
                await work();
            }
            catch (Exception e) when (e is NpgsqlException or IOException or UnauthorizedAccessException)
            {
                DriverOutput.Refused(what, e);
                await Task.Delay(50);
            }
            catch (Exception e)
            {
                DriverOutput.Line($"fault {what} {e}");
                return;
            }
        }
    }
}
