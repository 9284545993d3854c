using Archive.Records;

namespace Archive.Cli;

/// <summary>What a command that reads records says of those it did not have before it.</summary>
internal static class MissingRecords
{
    private const int MostNamed = 20;

    private static readonly Lines Lines = new("Missing");

    public static async Task Say(Session session, CancellationToken ct)
    {
        var missing = await session.Get<RecordCompleteness>().Look(ct);
        if (missing.Behind > 0)
            Lines.Write("Behind", missing.Behind);
        Say(missing.Unreadable);
    }

    public static void Say(IReadOnlyList<UnreadableVersion> unreadable)
    {
        if (unreadable.Count == 0)
            return;
        Lines.Write("Unreadable", unreadable.Count);
        foreach (var version in unreadable.Take(MostNamed))
            Lines.Write("UnreadableVersion", version.Record, version.Version, version.Why);
        if (unreadable.Count > MostNamed)
            Lines.Write("More", unreadable.Count - MostNamed);
    }
}
