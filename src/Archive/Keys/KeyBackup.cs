using System.Formats.Tar;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Storage.Files;
using Archive.Storage.Keys;

namespace Archive.Keys;

/// <summary>
/// All keys of a home in one file under a passphrase: a tar in the age format. Its first file, `archive-keys.txt`, says
/// of which archive and when, and lists the others with their digests (docs/evidence-format.md, "Back-up of keys").
/// </summary>
public static partial class KeyBackup
{
    public const int ShortestPassphrase = 16;

    private const string FirstLine = "archive/key-backup/v1";
    private const string ContentsName = "archive-keys.txt";

    /// <summary>One key file, by its path below `keys/`.</summary>
    public sealed record Entry(string Path, byte[] Bytes);

    /// <returns>The files of the back-up; the paths are those of the keys' directory.</returns>
    public static IReadOnlyList<Entry> Collect(string keysPath) =>
    [
        .. Directory.EnumerateFiles(keysPath, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) != NewFile.Extension)
            .Select(file => new Entry(Path.GetRelativePath(keysPath, file), File.ReadAllBytes(file)))
            .OrderBy(e => e.Path, StringComparer.Ordinal),
    ];

    /// <exception cref="FaultException">Something lies among the keys that is no key of ours.</exception>
    public static byte[] Write(string archive, DateTimeOffset at, IReadOnlyList<Entry> entries, string passphrase)
    {
        var contents = new StringBuilder($"{FirstLine}\n{archive}\n{CanonicalMoment.Write(at)}\n");
        foreach (var entry in entries)
        {
            if (!PathForm().IsMatch(entry.Path))
                throw Sentences.Fault("keys.no-key-of-ours", entry.Path);
            contents.Append(CultureInfo.InvariantCulture, $"{Digest.Of(entry.Bytes)} {entry.Path}\n");
        }

        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var entry in entries.Prepend(new(ContentsName, Encoding.ASCII.GetBytes(contents.ToString()))))
            {
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, entry.Path)
                {
                    Mode = FilePermissions.Mode, ModificationTime = DateTimeOffset
                        .UnixEpoch, DataStream = new MemoryStream(entry.Bytes),
                });
            }
        }

        return AgeFile.Encrypt(tar.ToArray(), passphrase);
    }

    /// <exception cref="FormatException">
    /// It is no back-up of this archive's keys, was changed, or the passphrase is another.
    /// </exception>
    public static (DateTimeOffset At, IReadOnlyList<Entry> Entries) Read(byte[] file, string archive, string passphrase)
    {
        var entries = Unpack(AgeFile.Decrypt(file, passphrase));
        if (entries is not [{ Path: ContentsName, Bytes: var contents }, ..])
            throw Malformed("keys.backup-first-file", ContentsName);
        entries.RemoveAt(0);
        if (Encoding.ASCII.GetString(contents).Split('\n') is not [FirstLine, var name, var moment, .. var listed, ""])
            throw Malformed("keys.backup-contents", ContentsName);
        if (name != archive)
            throw Malformed("keys.backup-of-another", name, archive);
        if (CanonicalMoment.Read(moment) is not { } at)
            throw Malformed("keys.backup-contents", ContentsName);
        return entries.Select(e => $"{Digest.Of(e.Bytes)} {Checked(e.Path)}").SequenceEqual(listed)
            ? (at, entries)
            : throw Malformed("keys.backup-other-files", ContentsName);
    }

    private static List<Entry> Unpack(byte[] tar)
    {
        try
        {
            using var reader = new TarReader(new MemoryStream(tar));
            var entries = new List<Entry>();
            while (reader.GetNextEntry(copyData: true) is { } entry)
            {
                using var bytes = new MemoryStream();
                entry.DataStream?.CopyTo(bytes);
                entries.Add(entry.EntryType == TarEntryType.RegularFile
                    ? new(entry.Name, bytes.ToArray())
                    : throw Malformed("keys.backup-no-file", entry.Name));
            }

            return entries;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new MalformedException(Sentences.Of("keys.backup-no-tar"), e);
        }
    }

    private static string Checked(string path) => PathForm().IsMatch(path)
        ? path
        : throw Malformed("keys.backup-path", path);

    private static MalformedException Malformed(string code, params object?[] arguments) =>
        new(Sentences.Of(code, arguments));

    [GeneratedRegex(@"\A(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/){0,2}[A-Za-z0-9_-][A-Za-z0-9._-]*\z")]
    private static partial Regex PathForm();
}
