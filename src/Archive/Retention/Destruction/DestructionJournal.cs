using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Storage.Files;

namespace Archive.Retention.Destruction;

/// <summary>
/// What was to be destroyed, written outside both databases and fsynced before anything is: a restored back-up learns
/// from it what must go again. One file an entry, named by its id; never changed.
/// </summary>
/// <param name="directory">Kept apart from the databases and their back-ups.</param>
public sealed class DestructionJournal(string directory)
{
    private const string Done = "done";
    private const string Form = "archive/destruction/v3";

    /// <param name="Forgotten">
    /// Keyed hash of what the platform calls it, hex; what stops a later visit from keeping it again.
    /// </param>
    public sealed record Entry(
        Guid Destruction, DateTimeOffset At, Tenant Tenant, RecordDestroyed Fact, string Forgotten);

    public void Write(Entry entry)
    {
        DurableFile.CreateDirectory(directory);
        DurableFile.WriteNew(PathOf(entry), Bytes(entry));
    }

    /// <summary>
    /// Notes beside the entry that it was carried out. A database that does not know of it from then on was put back
    /// from a back-up made before; without the note, it was interrupted.
    /// </summary>
    public void NoteDone(Entry entry) => DurableFile.WriteNew(Path.ChangeExtension(PathOf(entry), Done), []);

    public bool IsDone(Entry entry) => File.Exists(Path.ChangeExtension(PathOf(entry), Done));

    /// <summary>Every entry, oldest first.</summary>
    /// <exception cref="FaultException">An entry was altered or cut off, or has another's name.</exception>
    public IReadOnlyList<Entry> All() => !Directory.Exists(directory)
        ? []
        : [.. Directory.EnumerateFiles(directory, "*.json").Select(Read).OrderBy(e => e.At).ThenBy(e => e.Destruction)];

    private Entry Read(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var entry = Parse(CanonicalJson.Read(bytes).AsObject());
            if (PathOf(entry) == path && Bytes(entry).AsSpan().SequenceEqual(bytes))
                return entry;
        }
        catch (Exception x) when (x is FormatException or NullReferenceException or ArgumentException
            or InvalidOperationException)
        {
            throw Sentences.Fault(x, "retention.entry-damaged", Path.GetFileName(path));
        }

        throw Sentences.Fault("retention.entry-damaged", Path.GetFileName(path));
    }

    /// <summary>
    /// With the SHA-256 of all the rest: an entry of which one digit was changed would have another unit destroyed.
    /// </summary>
    private static byte[] Bytes(Entry entry)
    {
        var members = new JsonObject
        {
            ["v"] = Form,
            ["destruction"] = entry.Destruction.ToString(),
            ["at"] = CanonicalMoment.Write(entry.At),
            ["tenant"] = entry.Tenant.ToString(),
            ["record"] = entry.Fact.Record.ToString(),
            ["units"] = new JsonArray([.. entry.Fact.Units.Select(u => JsonValue.Create(u.ToString()))]),
            ["basis"] = entry.Fact.Basis.ToString(),
            ["proposedBy"] = entry.Fact.ProposedBy.ToString(),
            ["approvedBy"] = entry.Fact.ApprovedBy.ToString(),
            ["forgotten"] = entry.Forgotten,
        };
        members["sha256"] = Digest.From(SHA256.HashData(CanonicalJson.Write(members))).ToString();
        return CanonicalJson.Write(members);
    }

    private static Entry Parse(JsonObject e)
    {
        Guid Id(string member) => Guid.ParseExact(e[member]!.GetValue<string>(), "D");
        var units = e["units"]!.AsArray().Select(u => Guid.ParseExact(u!.GetValue<string>(), "D")).ToList();
        var forgotten = e["forgotten"]!.GetValue<string>();
        Convert.FromHexString(forgotten);
        return new(
            Id("destruction"),
            DateTimeOffset.Parse(e["at"]!.GetValue<string>(), CultureInfo.InvariantCulture),
            new Tenant(e["tenant"]!.GetValue<string>()),
            new RecordDestroyed(
                Id("destruction"), Id("record"), units, Enum.Parse<DestructionBasis>(e["basis"]!.GetValue<string>()),
                Id("proposedBy"), Id("approvedBy")),
            forgotten);
    }

    private string PathOf(Entry entry) => Path.Combine(directory, $"{entry.Destruction}.json");
}
