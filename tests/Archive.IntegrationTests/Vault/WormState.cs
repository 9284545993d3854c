using System.Collections.Concurrent;
using System.Xml.Linq;

namespace Archive.IntegrationTests.Vault;

/// <summary>How a storage may fail to protect what it was told to protect.</summary>
public enum Worm
{
    Enforces,

    /// <summary>Takes policies and holds, and says nothing of them when asked.</summary>
    SaysNothing,

    /// <summary>Takes them and says so, but refuses nothing.</summary>
    RefusesNothing,

    /// <summary>Knows policies, but a legal hold stops nobody.</summary>
    PoliciesOnly,

    /// <summary>A policy of which it forgets the mode: all are unlocked.</summary>
    NeverLocks,
}

/// <summary>What a proxy must remember of one version of a blob.</summary>
internal sealed class WormVersion
{
    public required string Id { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset? Until { get; set; }

    public bool Locked { get; set; }

    public bool Held { get; set; }

    /// <summary>Of a previous version; Azurite keeps the current one.</summary>
    public byte[]? Bytes { get; set; }

    /// <summary>The code with which storage refuses to destroy it; null if it may go.</summary>
    public string? Refusal(DateTimeOffset now) =>
        Held ? "BlobImmutableDueToLegalHold" : Until > now ? "BlobImmutableDueToPolicy" : null;
}

/// <summary>A blob with its versions.</summary>
internal sealed class WormBlob
{
    public WormVersion? Current { get; set; }

    public List<WormVersion> Previous { get; } = [];

    public WormVersion? Find(string? id) =>
        id is null || id == Current?.Id ? Current : Previous.SingleOrDefault(v => v.Id == id);
}

/// <summary>All blobs, by path.</summary>
internal sealed class WormState
{
    private readonly ConcurrentDictionary<string, WormBlob> blobs = new(StringComparer.Ordinal);
    private int versions;

    public WormBlob At(string path) => blobs.GetOrAdd(path, _ => new());

    /// <summary>Ascending and of one length, as Azure's are.</summary>
    public WormVersion New(DateTimeOffset now) =>
        new() { MadeAt = now, Id = $"2026-11-21T10:00:00.{Interlocked.Increment(ref versions):d7}Z" };

    /// <summary>
    /// Azurite's list of current blobs, with version ids, and with the previous versions that Azurite does not know.
    /// </summary>
    public string WithVersions(string list, string container)
    {
        var xml = XDocument.Parse(list);
        var items = xml.Root!.Element("Blobs")!;
        var prefix = xml.Root.Element("Prefix")?.Value ?? "";
        foreach (var item in items.Elements("Blob"))
        {
            if (At($"{container}/{item.Element("Name")!.Value}").Current is { } current)
                item.Element("Name")!.AddAfterSelf(
                    new XElement("VersionId", current.Id),
                    new XElement("IsCurrentVersion", "true"));
        }

        items.Add(
            from blob in blobs
            where blob.Key.StartsWith($"{container}/{prefix}", StringComparison.Ordinal)
            from previous in blob.Value.Previous
            select new XElement(
                "Blob",
                new XElement("Name", blob.Key[(container.Length + 1)..]),
                new XElement("VersionId", previous.Id),
                new XElement(
                    "Properties",
                    new XElement("Last-Modified", $"{previous.MadeAt:R}"),
                    new XElement("Etag", "0x1"),
                    new XElement("Content-Length", previous.Bytes!.Length),
                    new XElement("BlobType", "BlockBlob"))));
        return xml.ToString(SaveOptions.DisableFormatting);
    }
}
