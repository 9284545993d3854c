using Archive.Capture;
using Archive.Capture.Http;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Home;
using Archive.Keys;
using Archive.People;
using Archive.Records;
using Archive.Replay;
using Archive.Replay.Sample;
using Archive.Sources;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests;

/// <summary>
/// A whole archive as a host makes it: databases of its own on the real PostgreSQL, a home on disk, and a platform on
/// this machine of which one account is watched.
/// </summary>
public sealed class ArchiveUnderTest : IAsyncDisposable
{
    public const string Password = "zeven fietsen in de regen";

    private readonly TestDatabase database;
    private readonly ServiceProvider services;
    private (Officer Handler, Officer Approver)? officers;
    private Officer? administrator;
    private Officer? archivist;

    private ArchiveUnderTest(TestDatabase database, ReplayServer server, ServiceProvider services)
    {
        this.database = database;
        this.services = services;
        Server = server;
    }

    public ReplayServer Server { get; }

    /// <summary>The account that is watched.</summary>
    public Source Source { get; private set; } = null!;

    public TestSettings Settings { get; private init; } = null!;

    public TestDatabase Database => database;

    /// <param name="platform">The sample municipality if null.</param>
    /// <param name="change">Changes the settings, such as the authorities that are asked for time-stamps.</param>
    /// <param name="add">Adds services of the test's own, such as a platform or a part of an export.</param>
    /// <param name="name">Of the platform, as the product knows it.</param>
    /// <param name="on">Databases to be made on another server than that of the tests.</param>
    /// <param name="vault">A directory in its home if null.</param>
    /// <param name="polite">
    /// Changes how the platform is treated, so that a test need not wait as a guest should.
    /// </param>
    public static async Task<ArchiveUnderTest> Start(
        IPlatform? platform = null,
        string account = SamplePlatform.Handle,
        Func<PoliteOptions, PoliteOptions>? polite = null,
        TestDatabase? on = null,
        TimeProvider? clock = null,
        string? home = null,
        VaultOptions? vault = null,
        Func<TestSettings, TestSettings>? change = null,
        Action<IServiceCollection>? add = null,
        string name = "mastodon")
    {
        var database = on ?? new TestDatabase();
        await database.InitializeAsync();
        var server = await ReplayServer.Start(platform ?? new SamplePlatform());
        home ??= Directory.CreateTempSubdirectory("archive-under-test-").FullName;
        var settings = TestSettings.Of(database, home) with
        {
            AllowedLoopback = [server.Address.Authority], Vault = vault ?? new(),
        };
        settings = change?.Invoke(settings) ?? settings;
        var parts = new ServiceCollection().AddLogging().AddSingleton(clock ?? TimeProvider.System)
            .AddArchive(settings.ForHost());
        if (polite is not null)
            parts.AddSingleton(new PoliteClient(polite(settings.Capture.Polite), TimeProvider.System, jitter: () => 0));
        add?.Invoke(parts);
        var archive = new ArchiveUnderTest(database, server, parts.BuildServiceProvider()) { Settings = settings };
        await archive.Get<OpenedKeys>().Open(default);
        archive.Source = await archive.Watch(account, name);
        return archive;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public async Task<Source> Watch(string account, string platform = "mastodon")
    {
        var watched = await Get<SourceDesk>().Watch(
            new(new PlatformName(platform), account, LegalBasis.OwnAccount, Server.Address), officer: null, default);
        return watched.Value();
    }

    /// <summary>One visit to the watched account; what it brought can be read and searched afterwards.</summary>
    public async Task<VisitCounts> Visit(Source? source = null)
    {
        var counts = await Get<SourceVisits>().Visit(source ?? Source, default);
        await BringUpToDate();
        return counts!;
    }

    /// <summary>What an officer finds who types this.</summary>
    public async Task<IReadOnlyList<SearchHit>> Find(string typed)
    {
        return await Get<RecordSearch>().Find(Get<RecordSearch>().Parse(typed).Value(), default);
    }

    /// <summary>Ends all idle sessions, as a host that is stopped does.</summary>
    public void Disconnect()
    {
        ForgetConnections();
    }

    public Task<SignedNote?> BringUpToDate() => Get<LogCatchUp>().BringUpToDate(default);

    /// <summary>One who handles requests and one who approves them, each with <see cref="Password"/>.</summary>
    public async Task<(Officer Handler, Officer Approver)> Officers()
    {
        if (officers is null)
        {
            administrator = await Add("Wouter", Role.Administrator, by: null);
            officers = (await Add("Anna", Role.RecordsOfficer, administrator), await Add(
                "Bram",
                Role.PrivacyOfficer,
                administrator));
        }

        return officers.Value;
    }

    /// <summary>One who approves destructions, with <see cref="Password"/>.</summary>
    public async Task<Officer> Archivist()
    {
        await Officers();
        return archivist ??= await Add("Dewi", Role.Archivist, administrator);
    }

    /// <summary>Every fact in the order of the log.</summary>
    public async Task<IReadOnlyList<IFact>> RecordedFacts()
    {
        var facts = new List<IFact>();
        await foreach (var (_, fact) in Get<EventStore>().ReadLog(-1, default))
            facts.Add(Facts.Read(fact));
        return facts;
    }

    /// <summary>What a visit recorded, in the order of the log.</summary>
    public async Task<IReadOnlyList<IFact>> RecordedByVisit()
    {
        var before = (await RecordedFacts()).Count;
        await Visit();
        return [.. (await RecordedFacts()).Skip(before)];
    }

    /// <summary>After the server was stopped: connections of before are dead.</summary>
    public void ForgetConnections()
    {
        database.ForgetConnections();
        foreach (var own in new TenantDatabase[]
                 {
                     Get<FactsDatabase>(), Get<SequencerDatabase>(), Get<PerishableDatabase>(),
                 })
        {
            own.Source.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        var home = Settings.Home;
        await services.DisposeAsync();
        await database.DisposeAsync();
        if (Path.GetDirectoryName(home) == Path.GetTempPath().TrimEnd('/')) // else it goes with its disk
            Directory.Delete(home, recursive: true);
    }

    private async Task<Officer> Add(string name, Role role, Officer? by)
    {
        var officer = new Officer(Ids.New(), name, [role]); // not signed in: each time costs a password's hash
        Assert.Null((await Get<Officers>().Add(new(officer.Id, name, [role], Password), by, default)).Refusal);
        return officer;
    }
}
