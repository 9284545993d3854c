using System.Security.Cryptography;
using System.Text;
using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Storage.Files;

namespace Archive.Storage.Keys;

/// <summary>
/// A signing key in a file of its own, readable by its owner only. Valid if and only if it is three lines that end in
/// LF: `archive/signing-key/v1`, the key's name, the Ed25519 seed (64 lower-case hex digits).
/// </summary>
public static class SignerFile
{
    private const string FirstLine = "archive/signing-key/v1";

    /// <summary>Takes the key from the file; makes both on first use.</summary>
    /// <param name="name">The key's role; a file of another role is refused.</param>
    /// <exception cref="FaultException">The file is no key, is another's, or others may read it.</exception>
    public static NoteSigner OpenOrCreate(string path, string name)
    {
        if (!File.Exists(path))
        {
            var made = $"{FirstLine}\n{name}\n{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}\n";
            DurableFile.CreateDirectory(DurableFile.DirectoryOf(path));
            // of two at once, one wins; both read it
            DurableFile.WriteNew(path, Encoding.UTF8.GetBytes(made), FilePermissions.Mode);
        }

        return Open(path, name);
    }

    /// <exception cref="FaultException">
    /// There is no file, it is no key, is another's, or others may read it.
    /// </exception>
    public static NoteSigner Open(string path, string name)
    {
        if (!File.Exists(path))
            throw Sentences.Fault("storage.signing-key-gone", name, path);
        FilePermissions.Check(path, Sentences.Of("storage.the-signing-key"));
        var lines = File.ReadAllText(path).Split('\n');
        if (lines is not [FirstLine, var owner, var seed, ""] || !Digest.TryParse(seed, out var digits))
            throw Sentences.Fault("storage.no-signing-key", path);
        return owner == name
            ? new NoteSigner(name, digits.ToBytes())
            : throw Sentences.Fault("storage.signing-key-of-another", path, owner, name);
    }
}
