using System.Text;
using System.Text.RegularExpressions;
using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Evidence.Sets;
using Archive.Evidence.Verification;

namespace Archive.Tests.Evidence.Verification.Forgeries;

/// <summary>
/// Something that an insider who holds the key of the manifest changes in a set, and lists and signs anew.
/// </summary>
/// <param name="Name">What was done, in a sentence.</param>
/// <param name="Change">In the directory of the set.</param>
/// <param name="Path">The file that the verifier names.</param>
/// <param name="Says">What it says of it.</param>
internal sealed record Forgery(string Name, Action<SyntheticExport> Change, string Path, string Says)
{
    /// <summary>Makes the set that is changed; for what the log itself commits to.</summary>
    public Func<SyntheticExport> From { get; init; } = () => new();

    /// <summary>Whether PDFs are signed anew too, by who holds that key as well.</summary>
    public bool SignsPages { get; init; } = true;

    /// <summary>Whether the change writes the manifest itself.</summary>
    public bool WritesManifest { get; init; }

    /// <summary>What the reader's trust file has besides the keys of the set; null: no trust file is given.</summary>
    public string? Trusting { get; init; }

    public override string ToString() => Name;

    /// <summary>Writes part of a text in another way; that it is there is asserted.</summary>
    public static Action<SyntheticExport> Text(string path, string from, string to) => e =>
    {
        var text = Encoding.UTF8.GetString(e.Read(path));
        Assert.Contains(from, text, StringComparison.Ordinal);
        e.Write(path, text.Replace(from, to, StringComparison.Ordinal));
    };

    public static Action<SyntheticExport> Swap(string one, string other) => e =>
    {
        var (a, b) = (e.Read(one), e.Read(other));
        Assert.NotEqual(a, b);
        e.Write(one, b);
        e.Write(other, a);
    };

    public static Action<SyntheticExport> Delete(params string[] paths) => e =>
    {
        foreach (var file in paths.Select(path => System.IO.Path.Combine(e.Path, path)))
        {
            File.Delete(file);
            if (Directory.GetFileSystemEntries(System.IO.Path.GetDirectoryName(file)!).Length == 0)
                Directory.Delete(System.IO.Path.GetDirectoryName(file)!);
        }
    };

    public static Action<SyntheticExport> Move(string from, string to) => e =>
    {
        var bytes = e.Read(from);
        Delete(from)(e);
        e.Write(to, bytes);
    };

    public static Action<SyntheticExport> All(params Action<SyntheticExport>[] changes) =>
        e => Array.ForEach(changes, change => change(e));

    /// <summary>The entries of `data/records.json`, written anew.</summary>
    public static Action<SyntheticExport> Relist(Func<ShownVersion, ShownVersion?> change) => e => e.Write(
        ExportLayout.Records.Path,
        ShownRecords.Write(
            ShownRecords.Parse(e.Read(ExportLayout.Records.Path)).Select(change).OfType<ShownVersion>()));

    /// <summary>The same of what is shown of one number.</summary>
    public static Action<SyntheticExport> Relist(int number, Func<ShownVersion, ShownVersion> change) =>
        Relist(shown => shown.Number == number ? change(shown) : shown);

    public static Action<SyntheticExport> Row(int number, string column, string cell) => e => e.List(rows =>
    {
        var row = rows.Single(r => r["documentnummer"] == $"{number}");
        Assert.NotEqual(cell, row[column]);
        row[column] = cell;
    });

    /// <summary>The checkpoint's note, changed there and in every proof under it.</summary>
    public static Action<SyntheticExport> Note(Func<SyntheticExport, SignedNote, SignedNote> change) => e =>
    {
        var note = SignedNote.Parse(e.Read(ExportLayout.Checkpoint.Path));
        var (before, after) = (Encoding.UTF8.GetString(note.ToBytes()), Encoding.UTF8.GetString(
            change(e, note).ToBytes()));
        foreach (var file in Directory.GetFiles(
            System.IO.Path.Combine(e.Path, "evidence"), "*", SearchOption.AllDirectories))
            File.WriteAllText(file, File.ReadAllText(file).Replace(before, after, StringComparison.Ordinal));
    };

    /// <summary>The text of the manifest, signed with the key of the set whatever it is.</summary>
    public static Action<SyntheticExport> Manifest(Func<string, string> change) => e =>
    {
        var text = SignedNote.Parse(e.Read(ExportManifest.FileName)).Text;
        Assert.NotEqual(text, change(text));
        e.Write(ExportManifest.FileName, e.ExportSigner.Sign(change(text)).ToBytes());
    };

    /// <summary>A file of any name, listed as the maker lists files.</summary>
    public static Action<SyntheticExport> Listed(string path) => e =>
    {
        e.Write("letters/x", "x");
        Manifest(text =>
        {
            var head = text.Split('\n')[..3];
            var files = text.Split('\n')[3..^1].Append($"{Digest.Of("x"u8)} 1 {path}")
                .OrderBy(line => line.Split(' ')[2], StringComparer.Ordinal);
            return string.Join('\n', [.. head, .. files, ""]);
        })(e);
    };

    /// <summary>Every fact's statement with other words in one of them, before the log commits to it.</summary>
    public static Func<SyntheticExport> Recorded(int leaf, string from, string to, bool account = false) =>
        () => new(account: account, restate: (at, text) =>
        {
            if (at != leaf)
                return text;
            Assert.Matches(from, text);
            return Regex.Replace(text, from, to);
        });
}
