namespace Archive.Replay.Sample;

/// <summary>The town as a visitor without an account sees it at one moment.</summary>
internal sealed class TownAt
{
    private readonly Dictionary<string, TownStatus> visible;
    private readonly ILookup<TownStatus?, TownStatus> answers;

    public TownAt(Town town, DateTimeOffset moment)
    {
        Town = town;
        Moment = moment;
        visible = town.Statuses
            .Where(status => status.At <= moment && !(status.Gone <= moment))
            .ToDictionary(status => status.Id, StringComparer.Ordinal);
        // Ids have one length, so their order as text is the order of time.
        answers = visible.Values.OrderBy(status => status.Id, StringComparer.Ordinal).ToLookup(status => status.Parent);
    }

    public Town Town { get; }

    public DateTimeOffset Moment { get; }

    public TownStatus? Find(string id) => visible.GetValueOrDefault(id);

    /// <summary>What a person wrote or passed on, newest first.</summary>
    public IEnumerable<TownStatus> By(PersonScript person) =>
        visible.Values.Where(status => status.By == person)
            .OrderByDescending(status => status.Id, StringComparer.Ordinal);

    public int Answers(TownStatus status) => answers[status].Count();

    public int Quotes(TownStatus status) => visible.Values.Count(other => other.Quotes == status);

    /// <summary>Up to the first that is not there, top one first.</summary>
    public IReadOnlyList<TownStatus> Above(TownStatus status)
    {
        var above = new List<TownStatus>();
        for (var next = status.Parent; next is not null && visible.ContainsKey(next.Id); next = next.Parent)
        {
            above.Insert(0, next);
        }

        return above;
    }

    /// <summary>Each answer followed by its own; what hangs below something deleted is not reached.</summary>
    public IEnumerable<TownStatus> Below(TownStatus status) =>
        answers[status].SelectMany(answer => Below(answer).Prepend(answer));

    /// <summary>The versions there were, oldest first.</summary>
    public IReadOnlyList<TownVersion> Versions(TownStatus status) =>
        [.. status.Versions.Where(version => version.At <= Moment)];

    public (string Username, string Name) Called(PersonScript person) =>
        person.Change is { } change && change.At <= Moment
            ? (change.Username, change.Name)
            : (person.Username, person.Name);

    /// <summary>What an account says of itself beside its name.</summary>
    public (string Note, IReadOnlyList<FieldScript> Fields) Profile(PersonScript person) =>
        person.Change is { } change && change.At <= Moment
            ? (change.Note ?? person.Note, change.Fields ?? person.Fields ?? [])
            : (person.Note, person.Fields ?? []);

    /// <summary>A made-up number for a status that grows in its first three days.</summary>
    public int Grown(TownStatus status, string what, uint most)
    {
        var share = Math.Min(1, (Moment - status.At) / TimeSpan.FromDays(3));
        return (int)(Town.Spread(status.Id + what) % most * share);
    }
}
