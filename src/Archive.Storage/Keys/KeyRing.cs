using System.Globalization;
using System.Text.RegularExpressions;
using Archive.Evidence;
using Archive.Storage.Files;

namespace Archive.Storage.Keys;

/// <summary>
/// The key-encryption keys of a home, oldest first: `key-encryption.key`, then `key-encryption-2.key` and so on. New
/// secrets are sealed under the newest; the others open what they sealed until it is sealed anew. Another host may add
/// a key at any moment: a key that is asked for and not known is looked for on disk. Safe for use from many threads.
/// </summary>
public sealed partial class KeyRing
{
    /// <summary>Where keys go that nothing needs any more but an old back-up.</summary>
    public const string RetiredFolder = "retired";

    private readonly string directory;
    private readonly IKeyStore? store;
    private volatile IReadOnlyList<Entry> entries = [];

    private KeyRing(string directory, IKeyStore? store)
    {
        this.directory = directory;
        this.store = store;
    }

    /// <param name="Number">Its place in the order of keys, from 1.</param>
    public sealed record Entry(int Number, string Path, KeyEncryptionKey Key)
    {
        /// <summary>The key of the outside store that wraps the file; null if the file holds the key itself.</summary>
        public string? WrappedBy => KeyFile.Under(Path);
    }

    /// <summary>Oldest first; never empty.</summary>
    public IReadOnlyList<Entry> All => entries;

    public KeyEncryptionKey Newest => entries[^1].Key;

    public static bool HasKeys(string directory) => Files(directory).Any();

    /// <exception cref="FaultException">
    /// There is no key, one is damaged or open to others, or its store does not answer.
    /// </exception>
    public static KeyRing Open(string directory, IKeyStore? store = null)
    {
        var ring = new KeyRing(directory, store);
        ring.Reload();
        return ring;
    }

    /// <summary>
    /// Opens the ring and makes the first key if there is none. The caller MUST know that nothing was sealed before.
    /// </summary>
    public static KeyRing OpenOrCreate(string directory, IKeyStore? store = null)
    {
        if (!HasKeys(directory))
            KeyFile.Create(PathOf(directory, 1), store);
        return Open(directory, store);
    }

    public KeyEncryptionKey? Find(string id) => Known(id) ?? Reload().Known(id);

    /// <exception cref="FaultException">The file of that key is not here.</exception>
    public KeyEncryptionKey Get(string id) => Find(id) ?? throw Sentences.Fault(
        "storage.key-file-gone", id, directory, RetiredFolder);

    /// <summary>Makes the next key, the newest from now on.</summary>
    public KeyEncryptionKey Make()
    {
        Reload();
        KeyFile.Create(PathOf(directory, entries[^1].Number + 1), store); // of two at once, one wins; both take it
        return Reload().Newest;
    }

    /// <summary>Takes a key out of use; its file is kept aside, because an old back-up may need it.</summary>
    /// <returns>Where the file is now.</returns>
    public string Retire(string id)
    {
        var entry = Reload().entries.Single(e => e.Key.Id == id);
        var aside = Path.Combine(directory, RetiredFolder, $"key-encryption.{id}.key");
        DurableFile.CreateDirectory(DurableFile.DirectoryOf(aside));
        DurableFile.Move(entry.Path, aside);
        Reload();
        return aside;
    }

    public KeyRing Reload()
    {
        var known = entries.ToDictionary(e => e.Path);
        var now = Files(directory)
            .OrderBy(f => f.Number)
            .Select(f => known.GetValueOrDefault(f.Path) ?? new(f.Number, f.Path, KeyEncryptionKey.Open(f.Path, store)))
            .ToList();
        if (now.Count == 0)
            KeyEncryptionKey.Open(PathOf(directory, 1)); // says what is missing
        entries = now;
        return this;
    }

    private KeyEncryptionKey? Known(string id) => entries.FirstOrDefault(e => e.Key.Id == id)?.Key;

    private static IEnumerable<(int Number, string Path)> Files(string directory) =>
        from path in Directory.Exists(directory) ? Directory.GetFiles(directory) : []
        let match = Name().Match(Path.GetFileName(path))
        where match.Success
        select (match.Groups[1].Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 1, path);

    private static string PathOf(string directory, int number) =>
        Path.Combine(directory, number == 1
            ? "key-encryption.key"
            : string.Create(CultureInfo.InvariantCulture, $"key-encryption-{number}.key"));

    [GeneratedRegex(@"\Akey-encryption(?:-([2-9]|[1-9][0-9]{1,5}))?\.key\z")]
    private static partial Regex Name();
}
