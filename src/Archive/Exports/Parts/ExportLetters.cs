using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Exports.Content;
using Archive.Keys.Certificates;

namespace Archive.Exports.Parts;

/// <summary>What a reader finds first, and the keys (which prove nothing by themselves: trust them from elsewhere).</summary>
internal static class ExportLetters
{
    /// <param name="logKeys">Those that signed the set's checkpoint: one, or two where the log's key was changed.</param>
    /// <returns>The content of a trust file for this archive.</returns>
    public static string Write(
        ExportContent input, ArchiveSettings settings, IReadOnlyList<NoteKey> logKeys, SigningCertificate certificate, string root)
    {
        var keys = Directory.CreateDirectory(Path.Combine(root, "keys")).FullName;
        var anchor = input.Anchor ?? throw new InvalidOperationException("The letters tell of the time-stamps, which were not asked for yet.");
        var export = settings.ExportSigner().Key.ToString();
        foreach (var key in logKeys)
            File.WriteAllText(Path.Combine(keys, key == logKeys[^1] ? "log.vkey" : $"log-{key.KeyId:x8}.vkey"), $"{key}\n");
        File.WriteAllText(Path.Combine(keys, "export.vkey"), export + "\n");
        File.WriteAllText(Path.Combine(keys, "root.pem"), certificate.RootPem);
        File.WriteAllText(Path.Combine(root, "LEESMIJ.txt"), Letter(input with { Language = Language.Nl }));
        File.WriteAllText(Path.Combine(root, "README.txt"), Letter(input with { Language = Language.En }));
        return $"{string.Join('\n', logKeys)}\n{export}\n{settings.AnchorSigner().Key}\n{certificate.RootPem}{ExportAnchor.TrustedRoots(anchor)}";
    }

    private static string Letter(ExportContent input)
    {
        var letter = input.Text("Letter", input.Body, input.Request.Number, input.Set, ExportAnchor.Told(input));
        return input.StorageWarning is { Length: > 0 } warning ? $"{warning}\n\n{letter}" : letter;
    }
}
