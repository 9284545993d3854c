using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Notes;

namespace Archive.Storage.Keys;

/// <summary>
/// The keys of a tenant's logs, each in a file of its own. The first log has the tenant's name; one opened after a
/// restore has a number from 2 behind it, and a key of its own (docs/decisions/0065).
/// </summary>
/// <param name="directory">Where the key files are.</param>
/// <param name="archive">The archive's name, which every origin begins with.</param>
public sealed class LogKeys(string directory, string archive, Tenant tenant)
{
    private const int FirstSuccessor = 2;

    private string Name => $"{archive}/log/{tenant}";

    /// <summary>The name of log <paramref name="log"/>, which is also its key's.</summary>
    /// <param name="log">From 1.</param>
    public string Origin(int log) => log < FirstSuccessor ? Name : $"{Name}/{StrictText.Decimal((ulong)log)}";

    public string PathOf(int log) =>
        Path.Combine(directory, log < FirstSuccessor ? $"log-{tenant}.key" : $"log-{tenant}.{log}.key");

    /// <returns>Which of this tenant's logs has that name; null if none can have it.</returns>
    public int? LogOf(string origin)
    {
        if (origin == Name)
            return 1;
        var number = origin.StartsWith(Name + "/", StringComparison.Ordinal) ? origin[(Name.Length + 1)..] : "";
        return int.TryParse(number, out var log) && log >= FirstSuccessor && Origin(log) == origin ? log : null;
    }

    /// <summary>The keys of log <paramref name="log"/>, one after another.</summary>
    public SigningKeys Of(int log) => new(PathOf(log), Origin(log));

    /// <exception cref="FaultException">
    /// The key's file is not there, is no key, is another's, or others may read it.
    /// </exception>
    public NoteSigner Signer(int log) => Of(log).Current;

    /// <summary>The one in use.</summary>
    public NoteKey Key(int log) => Signer(log).Key;

    /// <returns>The head, if the note is one that a log of this tenant signed under its own name; else null.</returns>
    public (int Log, Checkpoint Head)? Open(SignedNote note)
    {
        try
        {
            var head = Checkpoint.Parse(note.Text);
            return LogOf(head.Origin) is { } log
                // Twice, as files may have been read while a key was being changed.
                && (Of(log).Signed(note, head.Size) || Of(log).Signed(note, head.Size))
                ? (log, head)
                : null;
        }
        catch (FormatException)
        {
            return null; // no checkpoint, so none of ours
        }
    }

    /// <summary>The keys of ours that signed a checkpoint of ours, the newest last.</summary>
    /// <exception cref="FaultException">It is none of ours.</exception>
    public IReadOnlyList<NoteKey> SignersOf(SignedNote checkpoint) => Open(checkpoint) is var (log, head)
        ? [.. Of(log).At(head.Size).Where(checkpoint.Verify)]
        : throw Sentences.Fault("storage.no-checkpoint-of-ours", tenant);
}
