using Archive.Evidence.Notes;
using Archive.Exports.Content;
using Archive.Exports.Pages;
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
        File.WriteAllText(Path.Combine(root, "LEESMIJ.txt"), Warn(Dutch(input with { Language = PageLanguage.Nl }), input.StorageWarning(PageLanguage.Nl)));
        File.WriteAllText(Path.Combine(root, "README.txt"), Warn(English(input with { Language = PageLanguage.En }), input.StorageWarning(PageLanguage.En)));
        return $"{string.Join('\n', logKeys)}\n{export}\n{settings.AnchorSigner().Key}\n{certificate.RootPem}{ExportAnchor.TrustedRoots(anchor)}";
    }

    private static string Warn(string letter, string warning) => warning.Length == 0 ? letter : $"{warning}\n\n{letter}";

    private static string Dutch(ExportContent input) =>
        $"""
         {input.Body}: documenten bij Woo-verzoek {input.Request.Number} (set {input.Set})

         documents/   de documenten als ondertekende PDF
         inventory/   de inventarislijst (CSV)
         originals/   afbeeldingen en andere bestanden zoals het platform ze gaf
         data/        wat de pagina's tonen, leesbaar voor een programma
         evidence/    het bewijs: vastgelegde feiten, hun plaats in het logboek, de geopende woorden
         keys/        sleutels, ter informatie; vertrouw alleen sleutels die u langs een andere weg kreeg

         {ExportAnchor.Told(input)}

         Controleren, ook zonder ons en zonder netwerk:

           archive-verify {input.Set}.zip --trust VERTROUWD.txt

         VERTROUWD.txt bevat de sleutels die {input.Body} u langs een andere weg gaf (brief, website).
         Weggelaten woorden zijn niet in deze set te vinden; alleen hun aantal is dat.
         Wat na het besluit rechtmatig is vernietigd staat als "vernietigd" in de inventarislijst, met datum en
         grond; de inhoud is er niet meer, het bewijs van de vernietiging staat in evidence/.
         Hoe alles is opgebouwd staat in docs/evidence-format.md van Archive.

         """;

    private static string English(ExportContent input) =>
        $"""
         {input.Body}: documents for Woo request {input.Request.Number} (set {input.Set})

         documents/   the documents as a signed PDF
         inventory/   the inventory (CSV)
         originals/   pictures and other files as the platform served them
         data/        what the pages show, for a program to read
         evidence/    the proof: recorded facts, their place in the log, the opened words
         keys/        keys, for information; trust only keys you received by another way

         {ExportAnchor.Told(input)}

         To check it, without us and without a network:

           archive-verify {input.Set}.zip --trust TRUSTED.txt

         TRUSTED.txt holds the keys that {input.Body} gave you by another way (letter, website).
         Withheld words are nowhere in this set; only their number is.
         What was lawfully destroyed after the decision is in the inventory as "destroyed", with date and ground;
         its content is gone, the proof of its destruction is in evidence/.
         How everything is built is in docs/evidence-format.md of Archive.

         """;
}
