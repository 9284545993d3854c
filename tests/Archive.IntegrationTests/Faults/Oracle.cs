using System.Globalization;
using System.Security.Cryptography;
using Archive.Evidence;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Log;
using Archive.Storage.Vault;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// Knows every acknowledgement that the product gave, by what it was told and by what it saw from outside, and
/// afterwards counts what came of them. It shares no memory with what is broken: driver and hosts are processes of
/// their own.
/// </summary>
internal sealed class Oracle
{
    private readonly Lock turn = new();
    private readonly Dictionary<Guid, Digest> facts = []; // id → its statement
    private readonly Dictionary<Digest, (Guid Unit, byte[] Secret, Digest Content)> objects = [];
    private readonly Dictionary<Guid, Digest> secrets = [];
    private readonly Dictionary<string, Digest> files = new(StringComparer.Ordinal);
    // a file's checkpoint: this one or a later
    private readonly Dictionary<string, ulong> outside = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, Digest> checkpoints = [];

    public Oracle()
    {
    }

    private Oracle(Oracle other)
    {
        facts = new(other.facts);
        objects = new(other.objects);
        secrets = new(other.secrets);
        files = new(other.files, StringComparer.Ordinal);
        outside = new(other.outside, StringComparer.Ordinal);
        checkpoints = new(other.checkpoints);
    }

    /// <summary>Takes in a line of the driver: what it says it has, it was told by the product.</summary>
    /// <returns>Whether it was an acknowledgement.</returns>
    public bool Hear(string line)
    {
        lock (turn)
            return Take(line);
    }

    /// <summary>As far as it knows now: a driver that is still at work says more while we look.</summary>
    private Oracle SoFar()
    {
        lock (turn)
            return new(this);
    }

    private bool Take(string line)
    {
        switch (line.Split(' '))
        {
            case ["object", var name, var unit, var secret, var content]:
                objects.Add(
                    Digest.Parse(name),
                    (Guid.Parse(unit), Convert.FromHexString(secret), Digest.Parse(content)));
                return true;
            case ["secret", var unit, var digest]:
                secrets.Add(Guid.Parse(unit), Digest.Parse(digest));
                return true;
            case ["fact", var id, var statement]:
                facts.Add(Guid.Parse(id), Digest.Parse(statement));
                return true;
            case ["file", var path, var content]:
                files[path] = Digest.Parse(content);
                return true;
            case ["outside", var path, var size]:
                outside[path] = ulong.Parse(size, CultureInfo.InvariantCulture);
                return true;
            case ["checkpoint", var size, var root]:
                checkpoints[ulong.Parse(size, CultureInfo.InvariantCulture)] = Digest.Parse(root);
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// What anyone may see, and so rely on, at this moment: committed facts, and the checkpoint outside.
    /// </summary>
    public async Task Look(ArchiveUnderTest archive)
    {
        foreach (var fact in await archive.FactRows())
            facts[fact.Id] = Digest.From(SHA256.HashData(fact.Statement()));
        if (archive.Get<OutsideCheckpoint>().Read() is { } note)
        {
            var head = Checkpoint.Parse(note.Text);
            checkpoints[head.Size] = head.Root;
        }
    }

    /// <summary>Files, and objects with the content they were given, read by a vault that is opened anew.</summary>
    public Task<FaultResult> CountDisk(IVault vault) => SoFar().Disk(vault);

    private async Task<FaultResult> Disk(IVault vault)
    {
        var found = (await vault.ScrubAll(default)).Findings.ToDictionary(f => f.Object, f => f.What);
        var counted = FaultResult.None with { Acknowledged = objects.Count + files.Count + outside.Count };
        foreach (var (name, (unit, secret, content)) in objects)
        {
            if (await Trouble(vault, name, secret, content) is { } trouble)
                counted += Loss(
                    $"Object {name} (unit {unit}): {trouble}",
                    detected: !await vault.Contains(name, default) || found.ContainsKey(name.ToString()));
        }

        foreach (var (path, content) in files)
        {
            if (!File.Exists(path))
                counted += Loss($"{path} is gone.", detected: true);
            else if (Digest.From(SHA256.HashData(await File.ReadAllBytesAsync(path))) != content)
                counted += Loss($"{path} is not what was acknowledged.", detected: false);
        }

        foreach (var (path, size) in outside)
        {
            if (Size(path) is var (kept, trouble) && kept < size)
                counted += Loss(
                    $"{path} has a checkpoint of {kept} leaves; one of {size} was acknowledged. {trouble}",
                    detected: trouble is not null);
        }

        // What nobody acknowledged may be there, but never by halves under the name of a whole.
        return counted + Many(found.Where(f => !objects.ContainsKey(Digest.Parse(f.Key)))
            .Select(f => Loss($"{f.Key}: {f.Value}", detected: true)));
    }

    /// <summary>
    /// Facts, secrets and checkpoints, as a superuser and the product's own check find them after a fresh start.
    /// </summary>
    public Task<FaultResult> CountDatabase(ArchiveUnderTest archive) => SoFar().Databases(archive);

    private async Task<FaultResult> Databases(ArchiveUnderTest archive)
    {
        var rows = await archive.FactRows();
        var verdict = await archive.Get<LogReader>().Verify(archive.Get<OutsideCheckpoint>().Read(), default);
        var there = rows.ToLookup(fact => fact.Id, fact => Digest.From(SHA256.HashData(fact.Statement())));
        var counted = FaultResult.None with { Acknowledged = facts.Count + secrets.Count + checkpoints.Count };
        foreach (var (id, statement) in facts.Where(f => !there[f.Key].Contains(f.Value)))
            counted += Loss($"Fact {id} ({statement}) is gone or altered.", detected: !verdict.Holds);
        counted += Many(rows.GroupBy(fact => (fact.Stream, fact.Version)).Where(g => g.Count() > 1)
            .Select(g => FaultResult.None with { Duplicated = g.Count()
                - 1, Says = [$"Version {g.Key.Version} of {g.Key.Stream} is there {g.Count()} times."] }));

        var kept = await archive.Get<UnitSecrets>().Get(secrets.Keys, default);
        counted += Many(secrets.Where(
            s => !kept.TryGetValue(s.Key, out var secret) || Digest.From(SHA256.HashData(secret)) != s.Value)
            .Select(s => Loss($"The secret of unit {s.Key} is gone.", detected: !kept.ContainsKey(s.Key))));
        counted += await CountLog(archive, verdict);
        return verdict.Holds || counted.Lost > 0
            ? counted
            : counted + (FaultResult.None with { Lost = 1, Says = [.. verdict.Findings.Select(f => f.Says)] });
    }

    /// <summary>
    /// Builds the log anew, leaf by leaf from the facts, and holds every checkpoint that was given out against it.
    /// </summary>
    private async Task<FaultResult> CountLog(ArchiveUnderTest archive, LogVerificationResult verdict)
    {
        var (tree, logged, counted) = (new RunningRoot(), new HashSet<Guid>(), FaultResult.None);
        var roots = new Dictionary<ulong, Digest>();
        await foreach (var (leaf, fact) in archive.Get<EventStore>().ReadLog(-1, default))
        {
            if (leaf != (long)tree.Size)
                counted += Loss($"Leaf {tree.Size} is gone.", detected: !verdict.Holds);
            if (!logged.Add(fact.Id))
                counted += FaultResult.None with { Duplicated = 1, Says = [$"Fact {fact.Id} is in the log twice."] };
            tree.Add(Leaf.Hash(Leaf.Commit(fact.Statement())));
            roots[tree.Size] = Digest.From(tree.Root());
        }

        counted += Many(checkpoints.Where(c => roots.GetValueOrDefault(c.Key) != c.Value)
            .Select(c => Loss(
                $"The checkpoint of {c.Key} leaves is contradicted: {tree.Size} leaves now.",
                detected: !verdict.Holds)));
        var newest = archive.Get<OutsideCheckpoint>().Read() is { } note ? Checkpoint.Parse(note.Text).Size : 0;
        return checkpoints.Keys.DefaultIfEmpty().Max() <= newest
            ? counted
            : counted + Loss($"The checkpoint outside went back to {newest} leaves.", detected: false);
    }

    private static (ulong Kept, string? Trouble) Size(string path)
    {
        try
        {
            return new OutsideCheckpoint(path).Read() is { } note
                ? (Checkpoint.Parse(note.Text).Size, null)
                : (0, "It is not there.");
        }
        catch (FaultException e)
        {
            return (0, e.Message);
        }
    }

    private static async Task<string?> Trouble(IVault vault, Digest name, byte[] secret, Digest content)
    {
        try
        {
            return Digest.From(SHA256.HashData(await vault.Read(name, 0, secret, default))) == content
                ? null
                : "It has another content.";
        }
        catch (Exception e) when (e is FaultException or IOException)
        {
            return e.Message;
        }
    }

    private static FaultResult Loss(string says, bool detected) =>
        new(0, Lost: 1, Duplicated: 0, Undetected: detected ? 0 : 1, [says]);

    private static FaultResult Many(IEnumerable<FaultResult> all) => all.Aggregate(FaultResult.None, (sum, one) =>
        sum + one);
}
