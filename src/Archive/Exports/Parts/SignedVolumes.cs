using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Archive.Evidence;
using Archive.Exports.Pages;
using Archive.Keys.Certificates;
using Archive.Storage.Files;

namespace Archive.Exports.Parts;

/// <summary>
/// Signed volumes of a set that is being made, so that an export that was killed need not make them again. One is used
/// if and only if the same would be made, but for the moment: its key is a digest of everything else.
/// </summary>
/// <param name="directory">Owner only; whoever holds it clears it away.</param>
public sealed class SignedVolumes(string directory)
{
    /// <summary>As pages are written, without where a picture lies on disk: its digest is there.</summary>
    private static readonly JsonSerializerOptions Form = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { WithoutFiles } },
    };

    /// <param name="tools">What the pages are laid out with.</param>
    public static Digest KeyOf(ExportPages pages, Digest binding, Digest tools, SigningCertificate certificate)
    {
        using var key = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        key.AppendData(tools.ToBytes());
        key.AppendData(binding.ToBytes());
        key.AppendData(SHA256.HashData(certificate.Leaf.RawData));
        key.AppendData(JsonSerializer.SerializeToUtf8Bytes(pages with { MadeAt = default }, Form));
        return Digest.From(key.GetHashAndReset());
    }

    /// <returns>Where its documents stand; null if there is none, or what there is is not whole.</returns>
    public IReadOnlyDictionary<string, PageSpan>? Take(Digest key, string pdf)
    {
        var (kept, about) = Files(key);
        if (!File.Exists(about) || !File.Exists(kept))
            return null;
        var said = JsonSerializer.Deserialize<About>(File.ReadAllBytes(about));
        // After a power cut a file may have its name and not its bytes.
        if (said is null || !string.Equals(said.Digest, DigestOf(kept), StringComparison.Ordinal))
            return null;
        DurableFile.Link(kept, pdf);
        return said.Spans.ToDictionary(s => s.Key, s => new PageSpan(s.Value[0], s.Value[1]));
    }

    public void Keep(Digest key, string pdf, IReadOnlyDictionary<string, PageSpan> spans)
    {
        FilePermissions.CreateOwnersDirectory(directory);
        var (kept, about) = Files(key);
        File.Delete(kept);
        DurableFile.Link(pdf, kept);
        var said = new About(
            DigestOf(pdf), spans.ToDictionary(s => s.Key, s => new[] { s.Value.First, s.Value.Last }));
        DurableFile.Replace(about, JsonSerializer.SerializeToUtf8Bytes(said), DurableFile.Kept);
    }

    private (string Pdf, string About) Files(Digest key) =>
        (Path.Combine(directory, $"{key}.pdf"), Path.Combine(directory, $"{key}.json"));

    private static string DigestOf(string file)
    {
        using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    private static void WithoutFiles(JsonTypeInfo type)
    {
        if (type.Type != typeof(PageMedium))
            return;
        foreach (var file in type.Properties.Where(p => p.Name == nameof(PageMedium.Path)).ToList())
            type.Properties.Remove(file);
    }

    /// <param name="Digest">SHA-256 of the PDF.</param>
    /// <param name="Spans">First and last page of each document, by its number.</param>
    private sealed record About(string Digest, Dictionary<string, int[]> Spans);
}
