using System.Security.Cryptography;
using Archive.Evidence.Notes;
using static Archive.Tests.Evidence.Verification.Forgeries.Forgery;

namespace Archive.Tests.Evidence.Verification.Forgeries;

internal static partial class KnownForgeries
{
    private static IReadOnlyList<Forgery> OfManifest =>
    [
        Written("The lines of the manifest stand in another order", text =>
            {
                var lines = text.Split('\n');
                (lines[4], lines[5]) = (lines[5], lines[4]);
                return string.Join('\n', lines);
            }, Manifest, "is not in order: "),
        Written("A line of the manifest stands there twice", text =>
            {
                var lines = text.Split('\n').ToList();
                lines.Insert(4, lines[4]);
                return string.Join('\n', lines);
            }, Manifest, "is not in order: "),
        Written("A line of the manifest is gone", text => Without(text, "README.txt"), "README.txt",
            "is not listed in the manifest"),
        Written("A line of the manifest is of no file", text => text.Replace(
                "README.txt", "README.txs", StringComparison.Ordinal), "README.txs",
            "is listed in the manifest and missing"),
        Written("A digest in the manifest has capitals", text => text.Replace(
                text.Split('\n')[3][..64], text.Split('\n')[3][..64].ToUpperInvariant(), StringComparison.Ordinal),
            Manifest, "A digest is 64 lower-case hex digits"),
        Written("A size in the manifest is another", text => text.Replace(
                " 26 README.txt", " 27 README.txt", StringComparison.Ordinal), "README.txt",
            "is 26 bytes; the manifest says 27"),
        Written("The manifest has another version", text => text.Replace("/v1\n", "/v2\n", StringComparison.Ordinal),
            Manifest, "A manifest begins with 'archive/export/v1'"),
        Written("The manifest is of another tenant", text => text.Replace(
                "\nvoorbeeld\n", "\nelders\n", StringComparison.Ordinal), Manifest,
            "must have exactly one signature, by a key named …/export/elders"),
        Written("The manifest has an empty line more", text => text + "\n", Manifest, "is not in order: "),
        Written("The set has a number that no folder has", text => text.Replace(
                "WOO-2026-0001-1", "WOO 2026-0001-1", StringComparison.Ordinal), Manifest, "is not in order: "),
        Written("The set has a number that Windows keeps for itself", text => text.Replace(
                "WOO-2026-0001-1", "LPT1", StringComparison.Ordinal), Manifest, "is not in order: "),
        Written("The set has the number of another request", text => text.Replace(
                "WOO-2026-0001-1", "WOO-2026-0002-1", StringComparison.Ordinal), Inventory,
            "number 1 is of request 'WOO-2026-0001', which set WOO-2026-0002-1 is not of"),
        Path("A path leads out of the set", "letters/../../x", "is not a path an export can hold"),
        Path("A path has letters that look the same", "lettеrs/x", "is not a path an export can hold"),
        Path("A path has a space", "letters/a b", "is not in order: "),
        Path("A path begins with a slash", "/letters/x", "is not a path an export can hold"),
        Path("A path differs from another in capitals only", "readme.txt", "readme.txt"),
        Path("A folder differs from another in capitals only", "Data/x", "Data"),
        Path("A file is a folder too", "README.txt/x", "README.txt"),
        Path("A path is a device of Windows", "letters/con", "is not a path an export can hold"),
        Path("A path is a device of Windows with an ending", "letters/Nul.txt", "is not a path an export can hold"),
        Path("A folder is a device of Windows", "letters/com1/x", "is not a path an export can hold"),
        Path("A path ends in a dot", "letters/x.", "is not a path an export can hold"),
        Path("A path is longer than Windows unpacks", $"letters/{new string('x', 200)}",
            "is not a path an export can hold"),
        Path("A path is longer than Windows unpacks with its set", $"letters/{new string('x', 180)}",
            "is longer than 200 characters"),
        Path("A manifest lists itself", "manifest.note", "manifest.note"),
        By("The manifest is signed by the log", e => e.LogSigner, "must have exactly one signature"),
        By("The manifest is signed in the name of no archive", _ => new(
            "Archive_Example/export/voorbeeld", SHA256.HashData([1])), "is signed in the name of 'Archive_Example'"),
        By("The manifest is signed in the name of an archive with a slash", _ => new(
            "archive.example/x/export/voorbeeld", SHA256.HashData([1])),
            "is signed in the name of 'archive.example/x'"),
        new("The manifest is signed twice", e =>
            {
                var note = SignedNote.Parse(e.Read(Manifest));
                e.Write(Manifest, new SignedNote(note.Text, [.. note.Signatures, .. note.Signatures]).ToBytes());
            }, Manifest, "must have exactly one signature") { WritesManifest = true },
        new("The manifest has the signature of another", e =>
            {
                var note = SignedNote.Parse(e.Read(Manifest));
                e.Write(Manifest, new SignedNote(note.Text, e.ExportSigner.Sign("x\n").Signatures).ToBytes());
            }, Manifest, "does not verify") { WritesManifest = true },
        new("A file has no place in a set", e => e.Write("evidence/notes.txt", "x"), "evidence/notes.txt",
            "has no place in an export"),
    ];

    private static Forgery Written(string name, Func<string, string> change, string path, string says) =>
        new(name, Forgery.Manifest(change), path, says) { WritesManifest = true };

    private static Forgery Path(string name, string path, string says) =>
        new(name, Listed(path), Manifest, says) { WritesManifest = true };

    private static Forgery By(string name, Func<SyntheticExport, NoteSigner> signer, string says) =>
        new(name, e => e.Write(Manifest, signer(e).Sign(SignedNote.Parse(e.Read(Manifest)).Text).ToBytes()), Manifest,
            says) { WritesManifest = true };

    private static string Without(string text, string path) =>
        string.Join('\n', text.Split('\n').Where(line => !line.EndsWith($" {path}", StringComparison.Ordinal)));
}
