using Archive.Capture;

namespace Archive.Retention.Destruction;

/// <summary>What a destruction would hit, as officers have to see it before they decide.</summary>
/// <param name="Handle">Who wrote it.</param>
/// <param name="Text">Of the last version; goes with all other versions.</param>
/// <param name="ClosedOn">The last day on which something happened to it; its term is counted from there.</param>
/// <param name="Media">How many media go with it, because nothing else uses them.</param>
/// <param name="Address">Of the original on the platform, which is not ours to remove.</param>
/// <param name="IsGone">The original was found to be absent there.</param>
public sealed record DestructionTarget(
    Guid Record, RecordKind Kind, string Handle, DateTimeOffset PostedAt, DateOnly ClosedOn, int Versions, string Text,
    int Media, string? Address, bool IsGone, IReadOnlyList<RecordUse> Uses)
{
    /// <summary>What an officer types to confirm that it is this record: how its id begins.</summary>
    public string Number => NumberOf(Record);

    internal static string NumberOf(Guid record) => record.ToString()[..8];
}
