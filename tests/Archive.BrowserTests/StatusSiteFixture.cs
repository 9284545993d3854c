using Archive.Evidence;
using Archive.IntegrationTests;
using Archive.Storage.Postgres;
using Archive.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

namespace Archive.BrowserTests;

/// <summary>
/// The web host on the real PostgreSQL with a little in it, the same host with a database that is down, and Chromium.
/// </summary>
public sealed class StatusSiteFixture : IAsyncLifetime
{
    public const string Handle = "voorbeeldstad@social.example";

    /// <summary>What is in the database and must not be on the page.</summary>
    public const string Citizen = "Fatma Yıldız";

    private const string Nobody = "Host=127.0.0.1;Port=1;Username=archive_web;Database=perishable";

    private readonly TestDatabase database = new();
    private WebApplication site = null!;
    private WebApplication siteInTrouble = null!;
    private WebApplication siteForPractice = null!;
    private ServingLock? hold; // as the worker has it
    private IPlaywright? playwright;
    private Task<IBrowser>? browser;

    public Uri Address { get; private set; } = null!;

    /// <summary>Where the database does not answer.</summary>
    public Uri AddressInTrouble { get; private set; } = null!;

    /// <summary>The archive of a demonstration.</summary>
    public Uri AddressForPractice { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await database.InitializeAsync();
        await Seed();
        hold = await ServingLock.WithOthers(database.Perishable, default);
        (site, Address) = await Start(
            database.ConnectionString("archive_web", Migrations.Perishable), database.ConnectionString(
                "archive_web",
                Migrations.Facts));
        (siteInTrouble, AddressInTrouble) = await Start(Nobody, Nobody);
        (siteForPractice, AddressForPractice) = await Start(Nobody, Nobody, "demo-1a2b3c4d");
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await (await browser).DisposeAsync();
        playwright?.Dispose();
        await site.DisposeAsync();
        await siteInTrouble.DisposeAsync();
        await siteForPractice.DisposeAsync();
        await hold!.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <summary>What reading back finds, or, with a moment, what a later look mended.</summary>
    public async Task Find(Guid finding, string kind, DateTimeOffset? mendedAt = null)
    {
        await using var transaction = await database.Perishable.Begin(default);
        await transaction.Run(
            mendedAt is null
                ? """
                  INSERT INTO perishable.finding (tenant_id, finding, kind, subject, message, found_at)
                  VALUES ($1, $2, $3, $2::text, 'Object 12 is not there.', '2026-11-20 23:07Z')
                  """
                : "UPDATE perishable.finding SET resolved_at = $4 WHERE tenant_id = $1 AND finding = $2 AND kind = $3",
            default, mendedAt is { } at
                ? [TestDatabase.Tenant.ToString(), finding, kind, at.UtcDateTime]
                : [TestDatabase.Tenant.ToString(), finding, kind]);
        await transaction.Commit(default);
    }

    /// <summary>What the worker tells of its storage when it starts.</summary>
    public async Task Storage(bool mutable)
    {
        await using var transaction = await database.Perishable.Begin(default);
        await transaction.Run(
            """
            INSERT INTO perishable.storage (tenant_id, mutable) VALUES ($1, $2)
            ON CONFLICT (tenant_id) DO UPDATE SET mutable = excluded.mutable
            """,
            default, TestDatabase.Tenant.ToString(), mutable);
        await transaction.Commit(default);
    }

    /// <summary>A fresh page in a browser of its own settings.</summary>
    public async Task<IPage> Open(Uri address, BrowserNewContextOptions? options = null)
    {
        var context = await (await (browser ??= Launch())).NewContextAsync(options);
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.AbsoluteUri);
        return page;
    }

    private async Task<IBrowser> Launch()
    {
        playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = NeedsBrowserAttribute.Chromium,
            Args =
            [
                "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    private static async Task<(WebApplication Site, Uri Address)> Start(
        string perishable, string facts, string? tenant = null)
    {
        var site = StatusSite.Build(new()
        {
            Tenant = tenant ?? TestDatabase.Tenant.ToString(),
            Body = "Gemeente Voorbeeldstad",
            Perishable = perishable,
            Facts = facts,
            Urls = "http://127.0.0.1:0",
        });
        await site.StartAsync();
        return (site, new Uri(site.Urls.Single()));
    }

    /// <summary>Sets the certificate that signs exports to one that ends then.</summary>
    public async Task CertificateEnds(DateTimeOffset at, bool development = false)
    {
        await using var transaction = await database.Perishable.Begin(default);
        await transaction.Run(
            """
            INSERT INTO perishable.signing_certificate (tenant_id, fingerprint, not_after, development)
            VALUES ($1, sha256($1::text::bytea), $2, $3)
              ON CONFLICT (tenant_id) DO UPDATE SET not_after = $2, development = $3
            """, default, TestDatabase.Tenant.ToString(), at.UtcDateTime, development);
        await transaction.Commit(default);
    }

    /// <summary>
    /// One source with 1,234 records in 2,468 versions, three of which are gone, two visits and two gaps.
    /// </summary>
    private async Task Seed()
    {
        var (source, tenant) = (Ids.New(), TestDatabase.Tenant.ToString());
        await using var transaction = await database.Perishable.Begin(default);
        await transaction.Run(
            """
            INSERT INTO perishable.source (tenant_id, source, platform, handle, server, basis, watched_at)
            VALUES ($1, $2, 'mastodon', $3, 'https://social.example', 'OwnAccount', '2026-01-02 10:00Z')
            """, default, tenant, source, Handle);
        await transaction.Run(
            """
            INSERT INTO perishable.visit (tenant_id, visit, source, started_at, ended) VALUES
                ($1, gen_random_uuid(), $2, '2026-03-01 08:00Z', true), ($1, gen_random_uuid(), $2, '2026-11-20 23:07Z',
                  true),
                ($1, gen_random_uuid(), $2, '2026-11-20 23:22Z', false)
            """, default, tenant, source);
        await transaction.Run(
            """
            WITH posted AS (
                INSERT INTO perishable.record (tenant_id, record, unit, platform, kind, platform_id, author_name,
                    author_handle, posted_at, first_seen_at, versions, gone_at)
                SELECT $1, gen_random_uuid(), gen_random_uuid(), 'mastodon', 'Comment', n::text, $3,
                    'fatma@social.example', '2026-05-05 12:00Z', '2026-05-05 12:10Z', 2,
                    CASE WHEN n <= 3 THEN timestamptz '2026-06-01 09:00Z' END
                FROM generate_series(1, 1234) n
                RETURNING record)
            INSERT INTO perishable.record_version (tenant_id, version, record, source, ordinal, leaf, fact, captured_at,
                read_from, mapper, members, media, pieces, root, body, handles, tags, search)
            SELECT $1, gen_random_uuid(), record, $2, ordinal, 7, gen_random_uuid(), '2026-05-05 12:10Z', 'Current',
                'mastodon/1', '', '', '', '', $3, '{}', '{}', ''
            FROM posted, generate_series(1, 2) ordinal
            """, default, tenant, source, Citizen);
        await transaction.Run(
            """
            INSERT INTO perishable.gap (tenant_id, fact, leaf, at, source, visit, endpoint, cause) VALUES
                ($1, gen_random_uuid(), 7, '2026-03-01 08:00Z', $2, gen_random_uuid(), 'Medium', 'Unreachable'),
                ($1, gen_random_uuid(), 9, '2026-11-20 23:08Z', $2, gen_random_uuid(), 'Thread', 'RateLimited')
            """, default, tenant, source);
        await transaction.Run(
            """
            INSERT INTO perishable.time_stamp (tenant_id, authority, last_at, overdue_since) VALUES
                ($1, 'https://goed.example/tsa', now(), NULL), ($1, 'https://stil.example/tsa', NULL,
                  '2026-11-20 23:07Z'),
                ($1, 'https://vergeten.example/tsa', '2026-11-01 00:07Z', NULL)
            """, default, tenant);
        await transaction.Run(
            "INSERT INTO perishable.projection (tenant_id, name, leaf) VALUES ($1, 'records', 98765)", default, tenant);
        await transaction.Commit(default);
        await SeedWitnesses(tenant);
    }

    /// <summary>One that is up to date, one that does not answer, one that contradicts.</summary>
    private async Task SeedWitnesses(string tenant)
    {
        await using var transaction = await database.Sequencer.Begin(default);
        foreach (var (name, size, waiting, trouble) in new (string, long?, string?, string?)[]
                 {
                     ("getuige.bij.example/w1", 98766, null, null), ("getuige.weg.example/w1", null,
                     "2026-03-01 08:00Z", "NoAnswer"),
                     ("getuige.boos.example/w1", 90000, "2026-03-01 08:00Z", "Contradicted"),
                 })
        {
            await transaction.Run(
                """
                INSERT INTO archive.log_witness (tenant_id, witness, asked_at, cosigned_size, cosigned_at,
                    waiting_since, trouble)
                VALUES ($1, $2, '2026-11-20 23:30Z', $3, CASE WHEN $3::bigint IS NOT NULL THEN timestamptz
                  '2026-11-20 23:29Z' END, $4::timestamptz, $5)
                """,
                default, tenant, new Evidence.Notes.Cosigner(name, new byte[32]).Key
                    .ToString(), size, waiting, trouble);
        }

        await transaction.Commit(default);
    }
}

[CollectionDefinition(Name)]
public sealed class StatusSiteCollection : ICollectionFixture<StatusSiteFixture>
{
    public const string Name = "status site";
}
