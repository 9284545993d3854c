using System.Security.Cryptography;
using System.Text;
using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Storage.Files;

namespace Archive.Storage.Witnesses;

/// <summary>
/// A witness's key in a file of its own, readable by its owner only. Valid if and only if it is three lines that end in
/// LF: `archive/witness-key/v1`, the witness's name, the Ed25519 seed (64 lower-case hex digits).
/// </summary>
public static class CosignerFile
{
    private const string FirstLine = "archive/witness-key/v1";

    /// <exception cref="FaultException">
    /// There is no such file, it is no witness's key, or others may read it.
    /// </exception>
    public static Cosigner Open(string path)
    {
        if (!File.Exists(path))
            throw Sentences.Fault("storage.witness-key-gone", path);
        FilePermissions.Check(path, Sentences.Of("storage.the-witness-key"));
        return File.ReadAllText(path).Split('\n') is [FirstLine, var name, var seed, ""]
            && NoteKey.IsName(name) && Digest.TryParse(seed, out var digits)
                ? new Cosigner(name, digits.ToBytes())
                : throw Sentences.Fault("storage.no-witness-key", path);
    }

    /// <summary>Makes a key, unless there is one: a key is never replaced.</summary>
    /// <exception cref="FaultException">There is a key of another name, or the name cannot be one.</exception>
    public static Cosigner OpenOrCreate(string path, string name)
    {
        if (!NoteKey.IsName(name))
            throw Sentences.Fault("storage.witness-name", name);
        if (!File.Exists(path))
        {
            var seed = RandomNumberGenerator.GetBytes(Ed25519.SeedLength);
            var made = $"{FirstLine}\n{name}\n{Convert.ToHexStringLower(seed)}\n";
            DurableFile.CreateDirectory(DurableFile.DirectoryOf(path));
            // of two at once, one wins; both read it
            DurableFile.WriteNew(path, Encoding.UTF8.GetBytes(made), FilePermissions.Mode);
        }

        var cosigner = Open(path);
        return cosigner.Key.Name == name
            ? cosigner
            : throw Sentences.Fault("storage.witness-key-of-another", path, cosigner.Key.Name, name);
    }
}
