using System.Diagnostics;
using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Exports;
using Archive.IntegrationTests.Faults;
using Archive.IntegrationTests.Log;
using Archive.Requests;
using Archive.Retention.Destruction;
using Archive.Storage.Keys;

namespace Archive.IntegrationTests.Foreign;

/// <summary>Sets as they are handed out, of an archive with a witness, and what an auditor has beside them.</summary>
[CollectionDefinition(nameof(WitnessedSet))]
public sealed class WitnessedSet : ICollectionFixture<WitnessedSet>, IAsyncLifetime, IDisposable
{
    public const string WithRedactedPicture = "with a redacted picture";
    public const string AfterDestruction = "after a destruction";

    private readonly WitnessProcess witness = new();
    private ArchiveUnderTest archive = null!;

    public SealedExport Export { get; private set; } = null!;

    /// <summary>Sets that were made after it, by what there is to them.</summary>
    public IReadOnlyDictionary<string, SealedExport> Others { get; private set; } = null!;

    public NoteKey LogKey { get; private set; } = null!;

    /// <summary>The trust file's content, the witness's key in it.</summary>
    public string Trust { get; private set; } = null!;

    /// <summary>The Go program, built.</summary>
    public string Verify { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        archive = await ArchiveUnderTest.Start();
        LogKey = archive.Get<LogKeys>().Key(1);
        await witness.Start(LogKey);
        await File.WriteAllTextAsync(archive.Settings.WitnessesPath, witness.Line);
        await archive.Visit();
        Export = await archive.Disclose("fiets*");
        Others = new Dictionary<string, SealedExport>
        {
            [WithRedactedPicture] = await RedactPicture(),
            [AfterDestruction] = await Destroy(),
        };
        Trust = $"{witness.Key}\n{Export.Trust}";
        Verify = Path.Combine(archive.Settings.Home, "verify");
        var built = await Run(archive.Settings.Home, "go", "build", "-o", Verify, Source);
        Assert.True(built.Code == 0, built.Output);
    }

    public async Task DisposeAsync() => await archive.DisposeAsync();

    public void Dispose() => witness.Dispose();

    public static string Source { get; } =
        Path.Combine(Repository(), "tests/Archive.IntegrationTests/Foreign/verify.go");

    public static string Page { get; } = Path.Combine(Repository(), "docs/verify-without-us.md");

    /// <summary>A program in a directory; Go finds Debian's packages and nothing else.</summary>
    public static async Task<(int Code, string Output)> Run(string directory, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true };
        foreach (var (name, value) in new[] {
            ("GO111MODULE", "off"),
            ("GOPATH", "/usr/share/gocode"),
            ("GOCACHE", Path.Combine(Path.GetTempPath(), "archive-go-cache")),
            ("GOFLAGS", ""),
            ("LC_ALL", "C.UTF-8") })
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Of a resident's photo, a licence plate is black.</summary>
    private async Task<SealedExport> RedactPicture()
    {
        var photo = (await Destroyable.Find(archive, "scooters van de stoep")).Comment;
        var request = await archive.Scoped("scooters stoep");
        var number = (await archive.Request(request)).Records.Values.Single(r => r.Scoped.Version == photo.Version)
            .Number;
        var ((officer, _), desk) = (await archive.Officers(), archive.Get<RequestDesk>());
        Assert.Null((await desk.Redact(
            new(request, Ids.New(), number, Passage.InPicture(0, [new(425, 225, 100, 46)]), ["5.1.2e"]), officer,
            default)).Refusal);
        Assert.Null((await desk.Assess(
            new(request, number, Assessment.DisclosedInPart, [], "Een kenteken leidt naar een mens."), officer,
            default)).Refusal);
        await archive.Decide(request);
        return (await archive.Get<SealExport>().Seal(request, officer, Language.Nl, null, default)).Value();
    }

    /// <summary>Of a decided request, a resident's comment is destroyed before the set is made.</summary>
    private async Task<SealedExport> Destroy()
    {
        var gone = (await Destroyable.Find(archive, "Mijn dakpannen liggen")).Comment;
        var request = await archive.Decided("from:henk1958");
        var (handler, approver) = await archive.Officers();
        Assert.Null((await archive.Get<RecordDestruction>().Destroy(
            new(gone.Record, DestructionBasis.AvgErasure, handler.Id, approver.Id), default)).Refusal);
        await archive.BringUpToDate();
        return (await archive.Get<SealExport>().Seal(request, handler, Language.Nl, null, default)).Value();
    }

    private static string Repository()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Archive.sln")))
            at = at.Parent!;
        return at.FullName;
    }
}
