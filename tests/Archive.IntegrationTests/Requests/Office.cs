using Archive.Evidence;
using Archive.Law;
using Archive.People;
using Archive.Records;
using Archive.Requests;
using Archive.Requests.Pictures;
using Archive.Requests.Woo;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Vault;

namespace Archive.IntegrationTests.Requests;

/// <summary>An office with a clock that stands still until it is moved, an administrator and two officers.</summary>
public sealed class Office : IAsyncLifetime
{
    public const string Password = "zeven fietsen in de regen";

    private readonly string home = Directory.CreateTempSubdirectory("archive-office-").FullName;
    private readonly TestDatabase database = new();

    public Officer Administrator { get; private set; } = null!;

    public Officer Anna { get; private set; } = null!;

    public Officer Bram { get; private set; } = null!;

    public Officer Archivist { get; private set; } = null!;

    public OfficeTime Time => new(Clock);

    public StandingClock Clock { get; } = new(new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero));

    public TestDatabase Database => database;

    public EventStore Events => new(database.Facts);

    private RecentSignIns? recent;

    public Officers Officers => new(database.Perishable, Events, Time, recent ??= new(Clock));

    public RequestRegister Register => new(database.Perishable);

    public UnitSecrets Units { get; private set; } = null!;

    public SealedTexts SealedTexts => new(new FileVault(home, TestDatabase.Tenant), Units);

    private PictureCopies Pictures => new(
        new FileVault(home, TestDatabase.Tenant), Units, new(database.Perishable),
        new(PictureSetup.Read(Settings.Of([]))), TestSettings.Of(database, home),
        new(database.Perishable, new FileVault(home, TestDatabase.Tenant)));

    public RequestKindRegistry Kinds { get; } = new([new WooRequestKind()]);

    public RequestDesk Desk => new(Events, Register, Kinds, SealedTexts, Pictures, Officers, Time, OfficialDays.Dutch);

    public RequestQueries ReadingRoom => new(Events, Register, Kinds, SealedTexts, Time);

    public async Task InitializeAsync()
    {
        await database.InitializeAsync();
        Units = new(database.Perishable, KeyRing.OpenOrCreate(Path.Combine(home, "keys")));
        Administrator = await Add("Wouter", by: null, Role.Administrator);
        Anna = await Add("Anna", Administrator, Role.RecordsOfficer);
        Bram = await Add("Bram", Administrator, Role.PrivacyOfficer);
        Archivist = await Add("Dewi", Administrator, Role.Archivist);
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    public async Task<Officer> Add(string name, Officer? by, params Role[] roles)
    {
        var officer = new Officer(Ids.New(), name, roles); // not signed in: each time costs a password's hash
        Assert.Null((await Officers.Add(new AddOfficer(officer.Id, name, roles, Password), by, default)).Refusal);
        return officer;
    }

    /// <summary>A request with two posts in scope.</summary>
    public async Task<Guid> Scoped()
    {
        var id = Ids.New();
        Assert.Null(
            (await Desk.Register(new(id, new("woo"), "J. Jansen", "De rondweg", new(2026, 11, 20)), Anna, default))
                .Refusal);
        var parts = new RecordParts(Words: 10, AuthorName: true, AuthorHandle: true, Media: 1);
        Assert.Null((await Desk.Scope(
            new(id, Ids.New(), "rondweg from:stad", 12,
                [new(Ids.New(), Ids.New(), new(2026, 3, 1), parts), new(Ids.New(), Ids.New(), new(2026, 3, 2), parts)]),
            Anna, default)).Refusal);
        return id;
    }
}

/// <summary>A wall's fake: the host's clock, moved by hand.</summary>
public sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
