using Archive.Evidence;
using Archive.Evidence.Store;
using Archive.IntegrationTests;
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

    private readonly TestDatabase database = new();
    private WebApplication site = null!;
    private WebApplication siteInTrouble = null!;
    private DatabaseHold? hold; // as the worker has it
    private IPlaywright? playwright;
    private Task<IBrowser>? browser;

    public Uri Address { get; private set; } = null!;

    /// <summary>Where the database does not answer.</summary>
    public Uri AddressInTrouble { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await database.InitializeAsync();
        await Seed();
        hold = await DatabaseHold.WithOthers(database.Perishable, TestDatabase.Tenant, default);
        (site, Address) = await Start(database.ConnectionString("archive_web", Migrations.Perishable));
        (siteInTrouble, AddressInTrouble) = await Start("Host=127.0.0.1;Port=1;Username=archive_web;Database=perishable");
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await (await browser).DisposeAsync();
        playwright?.Dispose();
        await site.DisposeAsync();
        await siteInTrouble.DisposeAsync();
        await hold!.DisposeAsync();
        await database.DisposeAsync();
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

    private static async Task<(WebApplication Site, Uri Address)> Start(string perishable)
    {
        var site = StatusSite.Build(new()
        {
            Tenant = TestDatabase.Tenant.ToString(),
            Body = "Gemeente Voorbeeldstad",
            Perishable = perishable,
            Urls = "http://127.0.0.1:0",
        });
        await site.StartAsync();
        return (site, new Uri(site.Urls.Single()));
    }

    /// <summary>One source with 1,234 records in 2,468 versions, three of which are gone, two visits and two gaps.</summary>
    private async Task Seed()
    {
        var (source, tenant) = (Ids.New(), TestDatabase.Tenant.ToString());
        await using var transaction = await database.Perishable.Begin(TestDatabase.Tenant, default);
        await transaction.Run(
            """
            INSERT INTO perishable.source (tenant_id, source, platform, handle, server, basis, watched_at)
            VALUES ($1, $2, 'Mastodon', $3, 'https://social.example', 'OwnAccount', '2026-01-02 10:00Z')
            """, default, tenant, source, Handle);
        await transaction.Run(
            """
            INSERT INTO perishable.visit (tenant_id, visit, source, started_at, ended) VALUES
                ($1, gen_random_uuid(), $2, '2026-03-01 08:00Z', true), ($1, gen_random_uuid(), $2, '2026-11-20 23:07Z', true),
                ($1, gen_random_uuid(), $2, '2026-11-20 23:22Z', false)
            """, default, tenant, source);
        await transaction.Run(
            """
            INSERT INTO perishable.record (tenant_id, record, source, unit, platform, kind, platform_id, author_name,
                author_handle, posted_at, first_seen_at, versions, gone_at)
            SELECT $1, gen_random_uuid(), $2, gen_random_uuid(), 'Mastodon', 'Comment', n::text, $3, 'fatma@social.example',
                '2026-05-05 12:00Z', '2026-05-05 12:10Z', 2, CASE WHEN n <= 3 THEN timestamptz '2026-06-01 09:00Z' END
            FROM generate_series(1, 1234) n
            """, default, tenant, source, Citizen);
        await transaction.Run(
            """
            INSERT INTO perishable.gap (tenant_id, fact, leaf, at, source, visit, asked, cause) VALUES
                ($1, gen_random_uuid(), 7, '2026-03-01 08:00Z', $2, gen_random_uuid(), 'Medium', 'Unreachable'),
                ($1, gen_random_uuid(), 9, '2026-11-20 23:08Z', $2, gen_random_uuid(), 'Thread', 'RateLimited')
            """, default, tenant, source);
        await transaction.Run(
            """
            INSERT INTO perishable.time_stamp (tenant_id, authority, last_at, overdue_since) VALUES
                ($1, 'https://goed.example/tsa', now(), NULL), ($1, 'https://stil.example/tsa', NULL, '2026-11-20 23:07Z'),
                ($1, 'https://vergeten.example/tsa', '2026-11-01 00:07Z', NULL)
            """, default, tenant);
        await transaction.Run(
            "INSERT INTO perishable.projection (tenant_id, name, leaf) VALUES ($1, 'records', 98765)", default, tenant);
        await transaction.Commit(default);
    }
}

[CollectionDefinition(Name)]
public sealed class StatusSiteCollection : ICollectionFixture<StatusSiteFixture>
{
    public const string Name = "status site";
}
