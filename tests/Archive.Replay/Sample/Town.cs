using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Archive.Replay.Sample;

/// <summary>How a status read from a moment on.</summary>
internal sealed record TownVersion(DateTimeOffset At, string Text, string Warning, IReadOnlyList<string> Media);

/// <param name="Parent">What it answers.</param>
/// <param name="Versions">At least one; the first is at <paramref name="At"/>.</param>
/// <param name="Gone">From this moment on it is not there.</param>
internal sealed record TownStatus(
    string Id,
    PersonScript By,
    DateTimeOffset At,
    string Lang,
    string Visibility,
    TownStatus? Parent,
    TownStatus? Boosts,
    TownStatus? Quotes,
    PollScript? Poll,
    CardScript? Card,
    DateTimeOffset? Gone,
    IReadOnlyList<TownVersion> Versions);

/// <summary>
/// The sample municipality with all that ever happened in it. Everything follows from the texts: ids from the time and
/// place of a status, so two starts give the same town.
/// </summary>
internal sealed class Town
{
    private readonly Dictionary<string, PersonScript> people;
    private readonly List<TownStatus> statuses = [];

    public Town()
    {
        people = Script.Read<PersonScript>("people.json").ToDictionary(person => person.Key, StringComparer.Ordinal);
        foreach (var post in Script.Posts())
        {
            Add(post);
        }
    }

    public IReadOnlyCollection<PersonScript> People => people.Values;

    public IReadOnlyList<TownStatus> Statuses => statuses;

    public PersonScript Person(string key) => people.TryGetValue(key, out var person)
        ? person
        : throw new InvalidOperationException($"A text names the person '{key}', who is not in people.json.");

    public bool Knows(string key) => people.ContainsKey(key);

    /// <summary>A number that is always the same for the same words.</summary>
    public static ulong Spread(string words) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(words)));

    private TownStatus Add(PostScript post)
    {
        var boosts = post.Boosts is { } other ? Add(other) : null;
        var quotes = post.Quotes is { } quoted ? Add(quoted) : null;
        var status = new TownStatus(
            IdAt(post.At, post.Key), Person(post.By), post.At, post.Lang, post.Visibility, Parent: null, boosts,
            quotes, post.Poll, post.Card, post.Gone,
            Versions(new TownVersion(post.At, post.Text, post.Warning, post.Media ?? []), post.Edits));
        statuses.Add(status);
        AddComments(
            status,
            post.Key,
            [.. post.Comments ?? [], .. post.Thread is null ? [] : Script.Read<CommentScript>(post.Thread)]);
        return status;
    }

    private void AddComments(TownStatus parent, string place, IReadOnlyList<CommentScript> comments)
    {
        foreach (var (i, comment) in comments.Index())
        {
            var at = parent.At.AddMinutes(comment.After);
            var here = string.Create(CultureInfo.InvariantCulture, $"{place}/{i}");
            var first = new TownVersion(at, Addressed(comment.Text, comment.By, parent), "", comment.Media ?? []);
            var edits = comment.Edits?.Select(
                edit => edit.Text is { } text ? edit with { Text = Addressed(text, comment.By, parent) } : edit);
            var status = new TownStatus(
                IdAt(at, here), Person(comment.By), at, comment.Lang, parent
                    .Visibility, parent, Boosts: null, Quotes: null, Poll: null, Card: null,
                comment.Gone, Versions(first, edits));
            statuses.Add(status);
            AddComments(status, here, comment.Comments ?? []);
        }
    }

    private static string Addressed(string text, string by, TownStatus parent) =>
        parent.By.Key == by ? text : $"@{parent.By.Key} {text}";

    private static List<TownVersion> Versions(TownVersion first, IEnumerable<EditScript>? edits)
    {
        List<TownVersion> versions = [first];
        foreach (var edit in edits ?? [])
        {
            var last = versions[^1];
            versions.Add(
                new TownVersion(
                    edit.At,
                    edit.Text ?? last.Text,
                    edit.Warning ?? last.Warning,
                    edit.Media ?? last.Media));
        }

        return versions;
    }

    /// <summary>As Mastodon makes them: milliseconds since 1970 in the high bits, so that ids grow with time.</summary>
    private static string IdAt(DateTimeOffset at, string place) =>
        ((at.ToUnixTimeMilliseconds() << 16) | (long)(Spread(place) & 0xFFFF)).ToString(CultureInfo.InvariantCulture);
}
