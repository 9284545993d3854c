using System.Text;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Notes;
using Archive.Storage.Files;

namespace Archive.Storage.Keys;

/// <summary>A key that was changed for another.</summary>
/// <param name="Until">Leaves of the log when both signed; from there on only the next does.</param>
public sealed record OldKey(ulong Until, NoteKey Key);

/// <summary>
/// The keys that sign in one role, one after another. `x.key` holds the one in use, `x.next.key` the one to come while
/// a change is under way, `x.vkeys` the public halves of those before (docs/decisions/0067).
/// </summary>
/// <param name="path">`x.key`; made by <see cref="Make"/> and by nothing else.</param>
/// <param name="name">The role, and so the name of every one of them.</param>
public sealed class SigningKeys(string path, string name)
{
    private const string FirstLine = "archive/old-keys/v1";
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private string NextPath => System.IO.Path.ChangeExtension(path, "next.key");

    private string OldPath => System.IO.Path.ChangeExtension(path, "vkeys");

    /// <summary>Its file.</summary>
    public string Path => path;

    public string Name => name;

    /// <exception cref="FaultException">
    /// The key's file is not there, is no key, is another's, or others may read it.
    /// </exception>
    public NoteSigner Current => SignerFile.Open(path, name);

    /// <summary>Null unless a change is under way.</summary>
    public NoteSigner? Next => File.Exists(NextPath) ? SignerFile.Open(NextPath, name) : null;

    /// <summary>The oldest first.</summary>
    /// <exception cref="FaultException">The file is not as it was written.</exception>
    public IReadOnlyList<OldKey> Old
    {
        get
        {
            if (!File.Exists(OldPath))
                return [];
            try
            {
                var text = File.ReadAllText(OldPath);
                var lines = text.Split('\n');
                List<OldKey> old = [.. lines[1..^1].Select(Parse)];
                if (Text(old) == text && old.TrueForAll(o => o.Key.Name == name))
                    return old;
            }
            catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException)
            {
                throw Sentences.Fault(e, "storage.old-keys-altered", OldPath, name);
            }

            throw Sentences.Fault("storage.old-keys-altered", OldPath, name);
        }
    }

    /// <summary>
    /// The key in use, made if there is none. The caller MUST know that nothing was signed in this role, or that the
    /// key that did was given up.
    /// </summary>
    public NoteSigner Make() => SignerFile.OpenOrCreate(path, name);

    /// <summary>
    /// The next key takes the place of one whose private half is lost: what that one signed stays, and from this size
    /// on the next signs. No checkpoint has both signatures. Goes on where it was broken off.
    /// </summary>
    /// <param name="lost">The public half; null where it is not known to anybody any more.</param>
    /// <param name="until">Leaves of the log under the last checkpoint that the lost key signed.</param>
    public void GiveUp(NoteKey? lost, ulong until)
    {
        var old = Old;
        if (lost is not null && (old.Count == 0 || old[^1].Key != lost))
            DurableFile.Replace(OldPath, Encoding.UTF8.GetBytes(Text([.. old, new(until, lost)])), Readable);
        TakeNext();
    }

    /// <summary>Begins a change, or goes on with one that was begun.</summary>
    public NoteSigner MakeNext() => SignerFile.OpenOrCreate(NextPath, name);

    /// <summary>Keys that may have signed at that size of the log: one, or two where the key was changed.</summary>
    public IReadOnlyList<NoteKey> At(ulong size)
    {
        var keys = new List<NoteKey>();
        var from = 0UL;
        foreach (var old in Old)
        {
            if (from <= size && size <= old.Until)
                keys.Add(old.Key);
            from = old.Until;
        }

        if (from <= size && !keys.Contains(Current.Key))
            keys.Add(Current.Key);
        return keys;
    }

    /// <summary>
    /// Whether this role signed, at that size: one of its keys of then did, and every line in its name is by one of
    /// them, or by the next while it comes into use, and holds.
    /// </summary>
    public bool Signed(SignedNote note, ulong size)
    {
        var keys = At(size);
        List<NoteKey> known = Next is { } next ? [.. keys, next.Key] : [.. keys];
        return keys.Any(note.Verify)
            && note.Signatures.Where(line => line.Name == name)
                .All(line => known.Exists(key => line.IsBy(key) && note.Verify(key)));
    }

    /// <summary>
    /// The next key takes the place of the one in use, whose private half is gone then. Goes on where it was broken
    /// off.
    /// </summary>
    /// <param name="until">Leaves of the log when both signed.</param>
    public void Change(ulong until)
    {
        if (!File.Exists(NextPath))
            return;
        var (current, old) = (Current.Key, Old);
        if (old.Count == 0 || old[^1].Key != current)
            DurableFile.Replace(OldPath, Encoding.UTF8.GetBytes(Text([.. old, new(until, current)])), Readable);
        TakeNext();
    }

    private void TakeNext()
    {
        File.Move(NextPath, path, overwrite: true);
        DurableFile.SyncDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
    }

    private static OldKey Parse(string line) => line.Split(' ') is [var until, var vkey]
        ? new(StrictText.FromDecimal(until), NoteKey.Parse(vkey))
        : throw new MalformedException(Sentences.Of("storage.old-key-line"));

    private static string Text(IEnumerable<OldKey> old) =>
        string.Concat(old.Select(o => $"{StrictText.Decimal(o.Until)} {o.Key}\n").Prepend(FirstLine + "\n"));
}
