using System.Text;
using Archive.Evidence;
using Archive.Storage.Files;

namespace Archive.Storage.Vault;

/// <summary>
/// Tells the directory of a vault from the empty place where its disk is not mounted: `vault-id` in the directory and,
/// beside the archive's other files, the same. Valid if and only if its lines, which end in LF, are `archive/vault/v1`,
/// the archive's name, and the vault's id (a UUID).
/// </summary>
/// <param name="home">Directory of the archive's other files.</param>
/// <param name="archive">Its name.</param>
public sealed class VaultMark(string home, string archive)
{
    private const string FirstLine = "archive/vault/v1";
    private const string FileName = "vault-id";
    private const UnixFileMode Mode = DurableFile.Kept;

    private string KeptPath => Path.Combine(home, FileName);

    /// <summary>
    /// The vault that this archive began is here. Begins one where there never was any; takes over one that is here
    /// where the archive's other files know of none.
    /// </summary>
    /// <param name="root">The vault's directory.</param>
    /// <exception cref="FaultException">The vault is not here, or it is another one; nothing was made.</exception>
    public void MustBeAt(string root)
    {
        var there = Read(PathIn(root));
        if (Read(KeptPath) is { } kept)
        {
            if (there is null)
                throw Sentences.Fault("storage.vault-not-there", root, PathIn(root), KeptPath);
            if (there != kept)
                throw Sentences.Fault("storage.vault-of-another", root, PathIn(root), KeptPath);
            return;
        }

        if (there is null && HasWorked && !Directory.Exists(Path.Combine(root, "objects")))
            throw Sentences.Fault("storage.vault-not-there", root, PathIn(root), KeptPath);
        if (there is not null && there.Archive != archive)
            throw Sentences.Fault("storage.vault-of-another", root, PathIn(root), KeptPath);
        DurableFile.CreateDirectory(root);
        // In the vault first: one without its counterpart is taken over, a counterpart without its vault is a fault.
        if (there is null)
            DurableFile.WriteNew(PathIn(root), Bytes(new(archive, Ids.New())), Mode);
        DurableFile.WriteNew(KeptPath, File.ReadAllBytes(PathIn(root)), Mode);
    }

    /// <summary>Makes another directory one of this vault: it gets a copy of all that is in it.</summary>
    public void Give(string root)
    {
        DurableFile.CreateDirectory(root);
        if (Read(KeptPath) is { } kept && !DurableFile.WriteNew(PathIn(root), Bytes(kept), Mode)
            && Read(PathIn(root)) != kept)
            throw Sentences.Fault("storage.vault-of-another", root, PathIn(root), KeptPath);
    }

    /// <summary>It is here still: before something is said to be gone.</summary>
    /// <exception cref="IOException">It is not.</exception>
    public void MustStillBeAt(string root)
    {
        if (!File.Exists(PathIn(root)))
            throw new StorageException(Sentences.Of("storage.vault-not-there", root, PathIn(root), KeptPath));
    }

    /// <summary>Something was signed in this home, so that something was kept.</summary>
    private bool HasWorked => Directory.Exists(Path.Combine(home, "checkpoints"))
        && Directory.EnumerateFiles(Path.Combine(home, "checkpoints"), "*.checkpoint").Any();

    private static string PathIn(string root) => Path.Combine(root, FileName);

    private static Id? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        var text = File.ReadAllText(path);
        return text.Split('\n') is [FirstLine, var archive, var id, ""] && Guid.TryParseExact(id, "D", out var guid)
            && text == Encoding.UTF8.GetString(Bytes(new(archive, guid)))
            ? new(archive, guid)
            : throw Sentences.Fault("storage.no-vault-id", path);
    }

    private static byte[] Bytes(Id id) => Encoding.UTF8.GetBytes($"{FirstLine}\n{id.Archive}\n{id.Vault}\n");

    private sealed record Id(string Archive, Guid Vault);
}
