using System.Text.Json.Nodes;
using Archive.Capture;
using Archive.Capture.Mapping;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Sources;
using Archive.Storage.Postgres;

namespace Archive.Records;

/// <summary>Writes the rows that people read. Applying a fact twice changes nothing.</summary>
internal sealed class RecordRows(TenantTransaction transaction, Tenant tenant)
{
    public Task Keep(VersionCaptured captured, MappedContent content, long leaf, Fact fact, CancellationToken ct) =>
        transaction.Run(ct, Record(captured, content, fact), Version(captured, content, leaf, fact), MediaUsed(captured));

    private (string, object?[]) Record(VersionCaptured captured, MappedContent content, Fact fact) => (
        """
        INSERT INTO perishable.record AS r (tenant_id, record, source, unit, platform, kind, platform_id, in_reply_to, url,
            author_handle, author_name, posted_at, first_seen_at, versions)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        ON CONFLICT (tenant_id, record) DO UPDATE SET kind = excluded.kind, in_reply_to = excluded.in_reply_to,
            url = excluded.url, author_handle = excluded.author_handle, author_name = excluded.author_name,
            versions = excluded.versions
        WHERE r.versions < excluded.versions
        """,
        [
            tenant.ToString(), captured.Record, captured.Source, captured.Unit, PlatformOf(captured).ToString(),
            captured.Kind.ToString(), Storable(content.PlatformId), Storable(content.InReplyTo), Storable(content.Url),
            Storable(content.AuthorHandle), Storable(content.AuthorName), captured.PostedAt, fact.At, captured.Ordinal,
        ]);

    private (string, object?[]) Version(VersionCaptured captured, MappedContent content, long leaf, Fact fact)
    {
        var members = content.Members(captured.Content.Mapper);
        var body = Storable(content.Text) ?? "";
        var handles = content.Mentions.Append(content.AuthorHandle ?? "").Where(h => h.Length > 0)
            .Select(h => Storable(h)!.TrimStart('@').ToLowerInvariant()).Distinct().ToArray();
        var tags = content.Tags.Select(t => Storable(t)!.TrimStart('#').ToLowerInvariant()).Distinct().ToArray();
        var searched = string.Join('\n', [body, .. Described(members), content.AuthorName ?? "", .. tags]);
        return (
            """
            INSERT INTO perishable.record_version (tenant_id, version, record, ordinal, leaf, fact, captured_at, edited_at,
                read_from, mapper, members, media, reads, root, body, handles, tags, search)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                to_tsvector('dutch', $18) || to_tsvector('english', $18) || to_tsvector('simple', $18))
            ON CONFLICT DO NOTHING
            """,
            [
                tenant.ToString(), captured.Version, captured.Record, captured.Ordinal, leaf, fact.Id, fact.At,
                captured.EditedAt, captured.ReadFrom.ToString(), captured.Content.Mapper.ToString(),
                CanonicalJson.Write(new JsonArray([.. members.Select(m => new JsonArray(m.Path, m.Value))])),
                CanonicalJson.Write(new JsonArray(
                    [.. captured.Media.Select(m => new JsonArray(m.Index, m.Unit.ToString(), m.Object.ToString()))])),
                CanonicalJson.Write(new JsonArray(
                    [.. captured.Pieces.Select(r => new JsonArray(r.Object.ToString(), r.Piece))])),
                captured.Content.Root.ToString(), body, handles, tags, Storable(searched),
            ]);
    }

    private (string, object?[]) MediaUsed(VersionCaptured captured) => (
        """
        INSERT INTO perishable.medium_use (tenant_id, unit, record)
        SELECT $1, u, $2 FROM unnest($3) u ON CONFLICT DO NOTHING
        """,
        [tenant.ToString(), captured.Record, captured.Media.Select(m => m.Unit).ToArray()]);

    public Task Gone(Guid record, DateTimeOffset? at, CancellationToken ct) => transaction.Run(
        "UPDATE perishable.record SET gone_at = $3 WHERE tenant_id = $1 AND record = $2",
        ct, tenant.ToString(), record, at);

    public Task Engagement(EngagementMeasured measured, CancellationToken ct) => transaction.Run(
        "UPDATE perishable.record SET replies = $3, shares = $4, likes = $5 WHERE tenant_id = $1 AND record = $2",
        ct, tenant.ToString(), measured.Record, measured.Replies, measured.Shares, measured.Likes);

    public Task Gap(GapFound gap, long leaf, Fact fact, CancellationToken ct) => transaction.Run(
        """
        INSERT INTO perishable.gap (tenant_id, fact, leaf, at, source, visit, record, asked, cause, status)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING
        """,
        ct,
        tenant.ToString(), fact.Id, leaf, fact.At, gap.Source, gap.Visit, gap.Record, gap.Endpoint.ToString(),
        gap.Cause.ToString(), gap.Status);

    private static PlatformName PlatformOf(VersionCaptured captured) => new(captured.Content.Mapper.Platform);

    /// <summary>PostgreSQL's text has no U+0000; the members keep it.</summary>
    private static string? Storable(string? text) => text?.Replace("\0", "", StringComparison.Ordinal);

    /// <summary>What else can be read: descriptions of media and a platform's own texts.</summary>
    private static IEnumerable<string> Described(IReadOnlyList<Member> members) => members
        .Where(m => m.Path.Contains("/alt/", StringComparison.Ordinal) || m.Path.Contains("/spoiler", StringComparison.Ordinal))
        .Select(m => m.Value);
}
