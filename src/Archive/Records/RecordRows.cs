using System.Text.Json;
using System.Text.Json.Nodes;
using Archive.Capture;
using Archive.Capture.Mapping;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;
using Archive.Sources;
using Archive.Storage.Postgres;

namespace Archive.Records;

/// <summary>
/// Writes the rows that people read, for many facts at a time: one statement per table. Applying a fact twice changes
/// nothing.
/// </summary>
internal sealed class RecordRows(TenantTransaction transaction)
{
    /// <param name="facts">In the order of the log.</param>
    public PreparedRows Prepare(IReadOnlyList<ReadFact> facts)
    {
        // No fact says that a record is gone, or how it was liked, before one says that it was captured.
        var versions = facts.Where(f => f.Content is not null).Select(f => new Captured(f)).ToList();
        var measured = facts.Select(f => f.Read).OfType<FiguresMeasured>()
            .GroupBy(m => m.Record).ToDictionary(g => g.Key, g => g.Last());
        var places = facts.Select(f => f.Read).OfType<PlaceFound>()
            .GroupBy(p => p.Record).ToDictionary(g => g.Key, g => g.Last());
        var commands = new List<(string, object?[])>();
        if (versions.Count > 0)
            commands.AddRange([Records(versions, measured, places), Versions(versions), MediaUsed(versions)]);
        var unreadable = facts.Where(f => f.Trouble is not null).ToList();
        if (unreadable.Count > 0)
            commands.Add(UnreadableRows.Add(transaction.Tenant, unreadable));
        var gone = facts.Select(Gone).OfType<(Guid Record, string? At)>()
            .GroupBy(g => g.Record).Select(g => g.Last()).ToList();
        if (gone.Count > 0)
            commands.Add(Gone(gone));
        foreach (var version in versions)
        {
            measured.Remove(version.Fact.Record); // with its record's row
            places.Remove(version.Fact.Record);
        }

        if (places.Count > 0)
            commands.Add(Places([.. places.Values]));
        if (measured.Count > 0)
            commands.Add(Figures([.. measured.Values]));
        var repeated = facts.Where(f => f.Read is AnswersRepeated).ToList();
        if (repeated.Count > 0)
            commands.Add(AnsweredAgain(repeated));
        var gaps = facts.Where(f => f.Read is GapFound).ToList();
        if (gaps.Count > 0)
            commands.Add(Gaps(gaps));
        return new(commands, [.. unreadable.Select(f => ((VersionCaptured)f.Read).Pieces[0].Object)]);
    }

    public async Task Keep(PreparedRows rows, CancellationToken ct)
    {
        if (rows.Commands.Count > 0)
            await transaction.Run(ct, [.. rows.Commands]);
    }

    /// <summary>Of a record that is new here the first version tells what never changes, the last the rest.</summary>
    private (string, object?[]) Records(
        List<Captured> versions, Dictionary<Guid, FiguresMeasured> measured, Dictionary<Guid, PlaceFound> places)
    {
        var records = versions.GroupBy(v => v.Fact.Record)
            .Select(g => (
                First: g.First(),
                Last: g.MaxBy(v => v.Fact.Ordinal)!,
                InReplyTo: g.OrderBy(v => v.Fact.Ordinal).LastOrDefault(v => v.Mapped.InReplyTo is not null)))
            .ToList();
        T[] First<T>(Func<Captured, T> of) => [.. records.Select(r => of(r.First))];
        T[] Last<T>(Func<Captured, T> of) => [.. records.Select(r => of(r.Last))];
        long?[] Measured(Measure measure) => [.. records.Select(r =>
            measured.TryGetValue(r.First.Fact.Record, out var m) ? m.Figures.Of(measure) : null)];
        Guid?[] Placed(Func<PlaceFound, Guid?> of) =>
            [.. records.Select(r => places.TryGetValue(r.First.Fact.Record, out var p) ? of(p) : null)];
        return (
            """
            INSERT INTO perishable.record AS r (tenant_id, record, parent, thread, unit, platform, kind, platform_id,
                in_reply_to, url, author_handle, author_name, posted_at, first_seen_at, versions, replies, shares,
                likes)
            SELECT $1, n.* FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[],
                $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::timestamptz[],
                $14::timestamptz[], $15::int[], $16::bigint[], $17::bigint[], $18::bigint[]) n
            ON CONFLICT (tenant_id, record) DO UPDATE SET kind = excluded.kind,
                in_reply_to = coalesce(excluded.in_reply_to, r.in_reply_to),
                parent = coalesce(excluded.parent, r.parent), thread = coalesce(excluded.thread, r.thread),
                url = excluded.url, author_handle = excluded.author_handle, author_name = excluded.author_name,
                versions = excluded.versions, replies = coalesce(excluded.replies, r.replies),
                shares = coalesce(excluded.shares, r.shares), likes = coalesce(excluded.likes, r.likes)
            WHERE r.versions < excluded.versions
            """,
            [
                transaction.Tenant, First(v => v.Fact.Record), Placed(p => p.Answers), Placed(p => p.Thread),
                First(v => v.Fact.Unit),
                First(v => PlatformName.Of(v.Fact.Content.Mapper).ToString()), Last(v => v.Fact.Kind.ToString()),
                First(v => Storable(v.Mapped.PlatformId)),
                records.Select(r => Storable(r.InReplyTo?.Mapped.InReplyTo)).ToArray(),
                Last(v => Storable(v.Mapped.Url)), Last(v => Storable(v.Mapped.AuthorHandle)),
                Last(v => Storable(v.Mapped.AuthorName)), First(v => v.PostedAt),
                First(v => v.At), Last(v => v.Fact.Ordinal), Measured(Measure.Replies), Measured(Measure.Shares),
                Measured(Measure.Likes),
            ]);
    }

    private (string, object?[]) Versions(List<Captured> versions)
    {
        T[] Each<T>(Func<Captured, T> of) => [.. versions.Select(of)];
        return (
            """
            INSERT INTO perishable.record_version (tenant_id, version, record, source, ordinal, leaf, fact, captured_at,
                edited_at,
                read_from, mapper, members, media, pieces, root, body, handles, tags, search)
            SELECT $1, version, record, source, ordinal, leaf, fact, captured_at, edited_at, read_from, mapper, members,
                media, pieces, root, body, ARRAY(SELECT jsonb_array_elements_text(handles::jsonb)),
                ARRAY(SELECT jsonb_array_elements_text(tags::jsonb)),
                to_tsvector('dutch', searched) || to_tsvector('english', searched) || to_tsvector('simple', searched)
            FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::bigint[], $7::uuid[], $8::timestamptz[],
                $9::timestamptz[], $10::text[], $11::text[], $12::bytea[], $13::bytea[], $14::bytea[], $15::text[],
                $16::text[], $17::text[], $18::text[], $19::text[]) n (version, record, source, ordinal, leaf, fact,
                captured_at, edited_at, read_from, mapper, members, media, pieces, root, body, handles, tags, searched)
            ON CONFLICT DO NOTHING
            """,
            [
                transaction.Tenant, Each(v => v.Fact.Version), Each(v => v.Fact.Record), Each(v => v.Fact.Source),
                Each(v => v.Fact.Ordinal),
                Each(v => v.Leaf), Each(v => v.Id), Each(v => v.At), Each(v => Moment(v.Mapped.EditedAt)),
                Each(v => v.Fact.ReadFrom.ToString()), Each(v => v.Fact.Content.Mapper.ToString()),
                Each(v => MemberList.Write(v.Members)), Each(v => Media(v.Fact)), Each(v => Reads(v.Fact)),
                Each(v => v.Fact.Content.Root.ToString()), Each(v => v.Body),
                Each(v => JsonSerializer.Serialize(v.Handles)),
                Each(v => JsonSerializer.Serialize(v.Tags)), Each(v => v.Searched),
            ]);
    }

    private (string, object?[]) MediaUsed(List<Captured> versions) => new MediumRows(transaction).UseCommand(
        [.. versions.SelectMany(v => v.Fact.Media.Select(m => (m.Unit, v.Fact.Record)))]);

    private static (Guid Record, string? At)? Gone(ReadFact fact) => fact.Read switch
    {
        DisappearanceFound found => (found.Record, Moment(fact.Fact.At)),
        ReappearanceFound back => (back.Record, null),
        _ => null,
    };

    private (string, object?[]) Gone(List<(Guid Record, string? At)> gone) => (
        """
        UPDATE perishable.record r SET gone_at = g.at FROM unnest($2::uuid[], $3::timestamptz[]) g (record, at)
        WHERE r.tenant_id = $1 AND r.record = g.record
        """,
        [transaction.Tenant, gone.Select(g => g.Record).ToArray(), gone.Select(g => g.At).ToArray()]);

    private (string, object?[]) Places(List<PlaceFound> places) => (
        """
        UPDATE perishable.record r SET parent = p.parent, thread = p.thread
        FROM unnest($2::uuid[], $3::uuid[], $4::uuid[]) p (record, parent, thread)
        WHERE r.tenant_id = $1 AND r.record = p.record
        """,
        [
            transaction.Tenant, places.Select(p => p.Record).ToArray(), places.Select(p => p.Answers).ToArray(),
            places.Select(p => p.Thread).ToArray(),
        ]);

    private (string, object?[]) Figures(List<FiguresMeasured> measured)
    {
        long?[] Each(Measure measure) => [.. measured.Select(m => m.Figures.Of(measure))];
        return (
            """
            UPDATE perishable.record r SET replies = coalesce(m.replies, r.replies),
                shares = coalesce(m.shares, r.shares), likes = coalesce(m.likes, r.likes)
            FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[]) m (record, replies, shares, likes)
            WHERE r.tenant_id = $1 AND r.record = m.record
            """,
            [
                transaction.Tenant, measured.Select(m => m.Record).ToArray(), Each(Measure.Replies),
                Each(Measure.Shares), Each(Measure.Likes),
            ]);
    }

    /// <summary>Of each answer the last fact that it came again.</summary>
    private (string, object?[]) AnsweredAgain(List<ReadFact> repeated)
    {
        var last = repeated
            .SelectMany(f => ((AnswersRepeated)f.Read).Answers().Select(name => (Object: name.ToString(), Said: f)))
            .GroupBy(r => r.Object).Select(g => g.Last()).ToList();
        return (
            """
            INSERT INTO perishable.answered_again (tenant_id, object, fact, leaf, at)
            SELECT $1, a.* FROM unnest($2::text[], $3::uuid[], $4::bigint[], $5::timestamptz[]) a
            ON CONFLICT (tenant_id, object) DO UPDATE
            SET fact = excluded.fact, leaf = excluded.leaf, at = excluded.at
            """,
            [
                transaction.Tenant, last.Select(r => r.Object).ToArray(), last.Select(r => r.Said.Fact.Id).ToArray(),
                last.Select(r => r.Said.Leaf).ToArray(), last.Select(r => r.Said.Fact.At.UtcDateTime).ToArray(),
            ]);
    }

    private (string, object?[]) Gaps(List<ReadFact> gaps)
    {
        T[] Each<T>(Func<GapFound, T> of) => [.. gaps.Select(g => of((GapFound)g.Read))];
        return (
            """
            INSERT INTO perishable.gap (tenant_id, fact, leaf, at, source, visit, record, endpoint, cause, status)
            SELECT $1, g.* FROM unnest($2::uuid[], $3::bigint[], $4::timestamptz[], $5::uuid[], $6::uuid[], $7::uuid[],
                $8::text[], $9::text[], $10::int[]) g
            ON CONFLICT DO NOTHING
            """,
            [
                transaction.Tenant, gaps.Select(g => g.Fact.Id).ToArray(), gaps.Select(g => g.Leaf).ToArray(),
                gaps.Select(g => g.Fact.At.UtcDateTime).ToArray(), Each(g => g.Source), Each(g => g.Visit),
                Each(g => g.Record), Each(g => g.Endpoint.ToString()), Each(g => g.Cause
                    .ToString()), Each(g => g.Status),
            ]);
    }

    private static byte[] Media(VersionCaptured captured) => CanonicalJson.Write(new JsonArray(
        [.. captured.Media.Select(m => new JsonArray(m.Index, m.Unit.ToString(), m.Object.ToString()))]));

    private static byte[] Reads(VersionCaptured captured) => CanonicalJson.Write(new JsonArray(
        [.. captured.Pieces.Select(r => new JsonArray(r.Object.ToString(), r.Piece))]));

    /// <summary>As text: Npgsql finds no type for an array of moments of which the first are absent.</summary>
    private static string? Moment(DateTimeOffset? at) => at is { } moment ? CanonicalMoment.Write(moment) : null;

    /// <summary>PostgreSQL's text has no U+0000; the members keep it.</summary>
    private static string? Storable(string? text) => text?.Replace("\0", "", StringComparison.Ordinal);

    /// <summary>A version, and what is searched of it.</summary>
    private sealed class Captured(ReadFact read)
    {
        public VersionCaptured Fact { get; } = (VersionCaptured)read.Read;

        public long Leaf => read.Leaf;

        public Guid Id => read.Fact.Id;

        public DateTime At => read.Fact.At.UtcDateTime;

        public MappedContent Mapped => read.Content!.Mapped;

        /// <summary>The exact moment is in the content only.</summary>
        public DateTime PostedAt => CanonicalMoment.Truncate(Mapped.PostedAt!.Value).UtcDateTime;

        public IReadOnlyList<Member> Members => read.Content!.Members;

        public string Body => Storable(Mapped.Text) ?? "";

        public string[] Handles => [.. Mapped.Mentions.Append(Mapped.AuthorHandle ?? "").Concat(Others)
            .Where(h => h.Length > 0)
            .Select(h => Storable(h)!.TrimStart('@').ToLowerInvariant()).Distinct()];

        public string[] Tags => [.. Mapped.Tags.Select(t => Storable(t)!.TrimStart('#').ToLowerInvariant()).Distinct()];

        public string? Searched => Storable(string.Join('\n', [Body, .. Described, Mapped.AuthorName ?? "", .. Tags]));

        /// <summary>
        /// What else can be read: descriptions of media, and warnings, polls, quotes, previews of links and fields of a
        /// profile.
        /// </summary>
        private IEnumerable<string> Described => Members
            .Where(m => m.Path.Contains("/alt/", StringComparison.Ordinal) || MemberNames.IsText(NameOf(m)))
            .Select(m => m.Value);

        /// <summary>Handles of those whom it quotes or shares, or of where it moved.</summary>
        private IEnumerable<string> Others => Members.Where(m => MemberNames.IsHandle(NameOf(m))).Select(m => m.Value);

        private string NameOf(Member member) => MemberNames.Of(member.Path, read.Content!.Mapper);
    }
}

/// <summary>Statements that keep what some facts say, in their order.</summary>
/// <param name="Unreadable">Objects of versions among them that could not be read.</param>
internal sealed record PreparedRows(
    IReadOnlyList<(string Sql, object?[] Values)> Commands, IReadOnlyList<Digest> Unreadable);
