using Archive.Evidence.Content;
using Archive.Records;
using Archive.Storage.Facts;

namespace Archive.Requests;

/// <summary>Freezes a search: every version of every record found, with what of it can be redacted.</summary>
public sealed class ScopeSearch(
    EventStore events, RequestKindRegistry kinds, RecordSearch search, RecordVersions versions, OfficeTime office)
{
    /// <returns>What <see cref="ScopeRecords"/> asks for, or why the query cannot be read.</returns>
    public async Task<Outcome<ScopeRecords>> Freeze(
        Guid request,
        Guid scope,
        string typed,
        CancellationToken ct)
    {
        if (search.Parse(typed).IsRefused(out var refused, out var query))
            return refused;

        // The position first: what is found may be newer than it says, never older.
        var asOf = await versions.AsOf(ct);
        var hits = await search.Find(query, ct);
        var found = await versions.OfRecords([.. hits.Select(h => h.Record)], ct);
        var state = RequestState.Replay(RequestState.Read(await events.Read(request, ct)), kinds);
        var scoped = state.Records.Values.Select(r => r.Scoped.Version).ToList();
        var before = await versions.Of(state.Judged ? [] : scoped, ct);
        var all = found.UnionBy(before.Values, v => v.Version).ToList();
        return new ScopeRecords(request, scope, typed, asOf, [.. Threads.InOrder(all).Select(v => new FoundRecord(
            v.Record, v.Version, office.DayOf(v.PostedAt), Parts(v)))]);
    }

    /// <summary>What a version has that can be redacted.</summary>
    public static RecordParts Parts(RecordVersion version) => new(
        WordsOf(version, PassageKind.Text),
        version.Single("author-name") is not null,
        version.Single("author-handle") is not null,
        PassageMembers.Media(version).Count,
        version.Members.Count(m => Is(m, "link/")),
        version.Members.Count(m => Is(m, "mention/")),
        version.Members.Count(m => Is(m, "tag/")),
        WordsOf(version, PassageKind.Warning),
        PassageMembers.Count(version, MemberNames.PollOption),
        Other(version, MemberNames.Quote, WordsOf(version, PassageKind.QuotedText)),
        Other(version, MemberNames.Share, words: 0),
        PassageMembers.Of(version, new(PassageKind.Preview)).Count > 0,
        PassageMembers.Fields(version).Select(field => field + 1).LastOrDefault(),
        PassageMembers.Of(version, new(PassageKind.MovedHandle)).Count > 0);

    private static int WordsOf(RecordVersion version, PassageKind kind) =>
        Words.Count([.. PassageMembers.Runs(version, kind).Select(i => version.Members[i].Value)]);

    /// <returns>Null if it shows no other record in this role.</returns>
    private static OtherParts? Other(RecordVersion version, string role, int words)
    {
        var name = PassageMembers.Count(version, $"{role}/{MemberNames.AuthorName}") > 0;
        var handle = PassageMembers.Count(version, $"{role}/{MemberNames.AuthorHandle}") > 0
            || PassageMembers.Count(version, $"{role}/{MemberNames.Url}") > 0;
        return name || handle || words > 0 ? new(name, handle, words) : null;
    }

    private static bool Is(Member member, string prefix) => member.Path.StartsWith(prefix, StringComparison.Ordinal);
}
