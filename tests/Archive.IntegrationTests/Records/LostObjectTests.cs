using Archive.Evidence;
using Archive.IntegrationTests.Faults;
using Archive.Requests;

namespace Archive.IntegrationTests.Records;

/// <summary>
/// One object of many is lost before anybody read it: everything goes on without it, and says that it is missing.
/// </summary>
public sealed class LostObjectTests
{
    [Theory]
    [InlineData(60, true)]
    [InlineData(60, false)]
    public Task Everything_goes_on_and_says_what_is_missing(int objects, bool lost) => GoesOn(objects, lost);

    [Fact]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    public Task Everything_goes_on_without_one_object_of_ten_thousand() => GoesOn(10_000, lost: true);

    private static async Task GoesOn(int objects, bool lost)
    {
        // In memory: on a disk, ten thousand files that are each synced take a quarter of an hour.
        var memory = Directory.CreateDirectory($"/dev/shm/archive-lost-object-{Ids.New():N}").FullName;
        try
        {
            await using var archive = await ArchiveUnderTest.Start(
                new WrittenPlatform(), change: s => s with { Vault = new() { At = memory } });
            await archive.Officers();
            var facts = await archive.Capture(objects);
            var gone = facts[objects / 2];
            var path = PathOf(archive, gone.Pieces[0].Object);
            var bytes = await File.ReadAllBytesAsync(path);
            File.Delete(path);
            if (!lost)
                await File.WriteAllBytesAsync(path, [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]);
            var others = $"{objects - 1} records.";
            var missing = $"record {gone.Record}";

            // Nobody looks but who searches, before the facts are in the log and after.
            Assert.Contains($"not in what was read here yet: {objects}.", await Search(archive, "en"));
            await archive.BringUpToDate();
            await Finds(archive, others, missing);
            Assert.Contains(missing, await Says(archive, 0, "en", "rebuild"));
            await Finds(archive, others, missing);
            Assert.Contains(
                missing, await Says(archive, 0, "en", "restore", "--reason", "Exercise", "--officer", "Wouter"));
            await Finds(archive, others, missing);
            var number = await Exports(archive, missing);
            Assert.Contains(missing, await Says(archive, 1, "en", "findings"));

            File.Delete(path);
            await File.WriteAllBytesAsync(path, bytes);
            await archive.BringUpToDate();
            var whole = await Search(archive, "en");
            Assert.Contains($"{objects} records.", whole);
            Assert.DoesNotContain("cannot be read", whole);
            Assert.Contains("0 open findings.", await Says(archive, 0, "en", "findings"));
            if (lost)
                await IsShownAsUnreadable(archive, number, path);
        }
        finally
        {
            Directory.Delete(memory, recursive: true);
        }
    }

    private static async Task Finds(ArchiveUnderTest archive, string others, string missing)
    {
        var english = await Search(archive, "en");
        Assert.Contains(others, english);
        Assert.Contains("1 versions cannot be read", english);
        Assert.Contains(missing, english);
        Assert.DoesNotContain("acts about records", english);
        Assert.Contains("1 versies zijn nu niet te lezen", await Search(archive, "nl"));
    }

    private static Task<string> Search(ArchiveUnderTest archive, string language) =>
        Says(archive, 0, language, "search", "Bericht", "--officer", "Anna");

    /// <summary>A request is scoped and its set made; of what it asks for nothing is lost.</summary>
    /// <returns>The number of another request, of which one document was missing when it was scoped.</returns>
    private static async Task<string> Exports(ArchiveUnderTest archive, string missing)
    {
        var id = await archive.Decided("\"Bericht 1.\"");
        var number = $"{(await archive.Request(id)).Number}";
        var scoped = Ids.New();
        var (handler, _) = await archive.Officers();
        Assert.Null((await archive.Get<RequestDesk>().Register(
            new(scoped, new("woo"), "De Krant", "Alles", archive.Get<OfficeTime>().Today), handler, default)).Refusal);
        var other = $"{(await archive.Request(scoped)).Number}";
        Assert.Contains(
            missing, await Says(archive, 0, "en", "request", "scope", other, "Bericht", "--officer", "Anna"));
        Assert.Contains(missing, await Says(archive, 0, "en", "request", "export", number, "--officer", "Anna"));
        var pdf = Directory.EnumerateFiles(archive.Settings.ExportsPath, "*.pdf", SearchOption.AllDirectories).Single();
        var words = (await PdfWords.Of(pdf)).ReplaceLineEndings(" ");
        Assert.Contains("zijn 1 versies vastgelegd die niet te lezen waren", words);
        Assert.Contains(
            "versies zijn nu niet te lezen",
            await Says(archive, 0, "nl", "request", "export", number, "--officer", "Anna"));
        return other;
    }

    /// <summary>A document of a request whose object is lost afterwards is not said to be destroyed.</summary>
    private static async Task IsShownAsUnreadable(ArchiveUnderTest archive, string number, string path)
    {
        await Says(archive, 0, "en", "request", "scope", number, "Bericht", "--officer", "Anna");
        File.Delete(path);
        await Says(archive, 0, "en", "rebuild");
        var shown = await Says(archive, 0, "en", "request", "show", number, "--officer", "Anna");
        Assert.Single(shown.Split('\n'), line => line.Contains("(cannot be read now)", StringComparison.Ordinal));
        Assert.DoesNotContain("(destroyed)", shown);
    }

    private static string PathOf(ArchiveUnderTest archive, Digest name) => Path.Combine(
        archive.Settings.Vault.Place, "objects", archive.Settings.Tenant, $"{name}"[..2], $"{name}"[2..4], $"{name}");

    private static async Task<string> Says(
        ArchiveUnderTest archive, int code, string language, params string[] arguments)
    {
        using var command = ProductProcess.Cli(
            archive.Settings, arguments, ("ARCHIVE_OFFICER_PASSWORD", ArchiveUnderTest.Password),
            ("LC_ALL", language == "nl" ? "nl_NL.UTF-8" : "C.UTF-8"));
        var ended = await command.Ended(TimeSpan.FromMinutes(5));
        Assert.True(ended == code, command.Output);
        return command.Output;
    }
}
