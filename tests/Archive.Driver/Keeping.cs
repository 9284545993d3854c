using System.Security.Cryptography;
using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Retention.Destruction;
using Archive.Storage.Keys;
using Archive.Storage.Log;
using Archive.Storage.Vault;

namespace Archive.Driver;

/// <summary>
/// All that the product writes to disk by itself: objects, the checkpoint outside, the journal of destructions.
/// </summary>
internal static class Keeping
{
    private static readonly Tenant Tenant = new("voorbeeldstad");

    /// <summary>What the disk refuses is said, and tried once more: disks get well again.</summary>
    public static async Task Run(string directory, int count)
    {
        FileVault? vault = null;
        var outside = new OutsideCheckpoint(Path.Combine(directory, "checkpoints", $"{Tenant}.checkpoint"));
        var journal = new DestructionJournal(Path.Combine(directory, "journal"));
        var signer = new NoteSigner("archive.example/log/voorbeeldstad", RandomNumberGenerator.GetBytes(32));
        for (var i = 1; i <= count; i++)
        {
            await Twice(
                "object",
                async () => await Object(vault ??= new FileVault(Path.Combine(directory, "vault"), Tenant)));
            await Twice("checkpoint", () => Checkpoint(outside, signer, (ulong)i));
            await Twice("entry", () => Entry(journal, Path.Combine(directory, "journal")));
        }
    }

    private static async Task Twice(string what, Func<Task> keep)
    {
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            try
            {
                await keep();
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                DriverOutput.Refused(what, e);
            }
        }
    }

    private static async Task Object(FileVault vault)
    {
        var (content, secret, unit) = (RandomNumberGenerator.GetBytes(1000), RandomNumberGenerator.GetBytes(
            UnitSecret.Length), Ids.New());
        var kept = await vault.Keep(ObjectKind.File, [new(unit, secret, content)], default);
        DriverOutput.Line($"object {kept.Name} {unit} {Convert.ToHexStringLower(secret)} {DriverOutput.Of(content)}");
    }

    private static Task Checkpoint(OutsideCheckpoint outside, NoteSigner signer, ulong size)
    {
        var root = Digest.From(RandomNumberGenerator.GetBytes(32));
        var note = signer.Sign(new Checkpoint(signer.Key.Name, size, root).ToText());
        outside.Write(note);
        DriverOutput.Line($"outside {outside.Path} {size}");
        return Task.CompletedTask;
    }

    private static Task Entry(DestructionJournal journal, string directory)
    {
        var id = Ids.New();
        journal.Write(new(
            id, TimeProvider.System.GetUtcNow(), Tenant,
            new(id, Ids.New(), [Ids.New()], DestructionBasis.SelectionList, Ids.New(), Ids.New()), Convert
                .ToHexStringLower(RandomNumberGenerator.GetBytes(32))));
        var path = Path.Combine(directory, $"{id}.json");
        DriverOutput.Line($"file {path} {DriverOutput.Of(File.ReadAllBytes(path))}");
        return Task.CompletedTask;
    }
}
