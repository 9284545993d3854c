using System.Text;
using Archive.Evidence.Notes;
using Archive.Storage.Files;
using Archive.Storage.Keys;

namespace Archive.Keys;

/// <summary>
/// The public halves of the signing keys, kept apart from the keys: `checkpoints/keys/NAME.vkey` for `keys/NAME.key`, a
/// line each. What a lost key signed can be verified with them, and so the log can be gone on with.
/// </summary>
internal static class PublicKeys
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    /// <summary>Writes down those of the keys in use. Doing it again changes nothing.</summary>
    public static void Keep(ArchiveHome home)
    {
        var logs = home.LogKeys();
        foreach (var keys in Enumerable.Range(1, int.MaxValue).Select(logs.Of).TakeWhile(k => File.Exists(k.Path))
            .Append(home.ExportKeys()).Append(home.AnchorKeys()))
        {
            var (path, key) = (PathOf(home, keys), keys.Current.Key);
            if (Read(path) == key)
                continue;
            DurableFile.CreateDirectory(Path.GetDirectoryName(path)!);
            DurableFile.Replace(path, Encoding.UTF8.GetBytes($"{key}\n"), Mode);
        }
    }

    /// <returns>Null if it was not kept, or is not readable: who holds a trust file has it too.</returns>
    public static NoteKey? Of(ArchiveHome home, SigningKeys keys) => Read(PathOf(home, keys));

    private static string PathOf(ArchiveHome home, SigningKeys keys) =>
        Path.Combine(home.CheckpointPath, "keys", Path.GetFileName(Path.ChangeExtension(keys.Path, "vkey")));

    private static NoteKey? Read(string path)
    {
        try
        {
            return File.Exists(path) ? NoteKey.Parse(File.ReadAllText(path).TrimEnd('\n')) : null;
        }
        catch (FormatException)
        {
            return null; // written anew while the key is there; asked for once it is lost
        }
    }
}
