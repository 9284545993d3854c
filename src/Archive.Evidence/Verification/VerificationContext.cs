using System.Security.Cryptography.X509Certificates;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;
using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>One run of the verifier: the files, what was found, and what later checks need of earlier ones.</summary>
internal sealed class VerificationContext(ExportFiles export, Trust? trust)
{
    /// <summary>No list, proof or statement of an export is larger; pictures and PDFs are never read whole.</summary>
    private const int MaxText = 1 << 29;

    public Trust? Trust { get; } = trust;

    public IReadOnlyDictionary<string, ExportFile> Files { get; } = export.Files;

    public VerificationSummary Summary { get; } = new();

    /// <summary>Facts in the set that can be read, by leaf; whether each is in the log is among the findings.</summary>
    public Dictionary<long, FactStatement> Facts { get; } = [];

    /// <summary>
    /// Per opened version, how many words of its texts are withheld: at least and at most, for what is withheld does
    /// not tell what it is.
    /// </summary>
    public Dictionary<Guid, (int Least, int Most)> WithheldWords { get; } = [];

    public List<Finding> Findings { get; } = [.. export.Findings];

    /// <summary>Keys that came in `keys/`: a claim, no more.</summary>
    public List<NoteKey> BroughtKeys { get; } = [];

    /// <summary>Certificates that came in `keys/`: a claim, no more.</summary>
    public List<X509Certificate2> BroughtRoots { get; } = [];

    /// <summary>Root certificates of time-stamp authorities that came in `keys/`: a claim, no more.</summary>
    public List<X509Certificate2> BroughtAuthorities { get; } = [];

    public IEnumerable<NoteKey> Keys => Trust?.Keys ?? BroughtKeys;

    /// <summary>The first part of every key's name, from the manifest's signature.</summary>
    public string? ArchiveName { get; set; }

    /// <inheritdoc cref="Finding(string, string, object[])"/>
    public void Find(string path, string key, params object?[] arguments) => Findings.Add(new(path, key, arguments));

    /// <summary>Files below a folder, by bytes of the path.</summary>
    public IEnumerable<ExportFile> Under(string folder) => Files.Values
        .Where(f => f.Path.StartsWith(folder, StringComparison.Ordinal))
        .OrderBy(f => f.Path, ExportPath.Order);

    /// <summary>Reads a file that must be there, as something; what is wrong with it becomes a finding.</summary>
    /// <returns>null after a finding.</returns>
    public T? Read<T>(string path, Func<byte[], T> parse)
        where T : class
    {
        if (!Files.TryGetValue(path, out var file))
        {
            Find(path, "Missing");
            return null;
        }

        try
        {
            return parse(Bytes(file));
        }
        catch (Exception e) when (e is FormatException or FaultException)
        {
            Findings.Add(new(path, "NotInOrder", Sentence.Of(e)));
            return null;
        }
    }

    private static byte[] Bytes(ExportFile file)
    {
        if (file.Size > MaxText)
            throw new MalformedException("LargerThan", MaxText);
        using var stream = file.Open();
        var bytes = new byte[file.Size];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
