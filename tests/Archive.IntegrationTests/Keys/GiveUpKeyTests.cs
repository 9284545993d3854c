using Archive.Evidence.Facts;
using Archive.Evidence.Notes;
using Archive.IntegrationTests.Faults;
using Archive.Keys;
using Archive.Replay.Sample;
using Archive.Storage.Anchor;
using Archive.Storage.Keys;
using static Archive.IntegrationTests.Faults.ProductProcess;

namespace Archive.IntegrationTests.Keys;

/// <summary>
/// The file of a key is lost after everything was done with it: every host says so, an officer gives the key up, and
/// the archive goes on without it.
/// </summary>
public sealed class GiveUpKeyTests
{
    private const string Query = "from:henk1958";

    [Theory]
    [InlineData(KeyKind.Anchor)]
    [InlineData(KeyKind.Wrapping)]
    public Task A_lost_key_is_named_given_up_and_the_archive_goes_on(KeyKind kind) => Lost(kind);

    [Theory]
    [Trait("Category", "Faults")]
    [Trait("Category", "Long")]
    [InlineData(KeyKind.Suppression)]
    [InlineData(KeyKind.Log)]
    [InlineData(KeyKind.Export)]
    [InlineData(KeyKind.Certificate)]
    public Task Each_other_kind_of_key_is_named_given_up_and_the_archive_goes_on(KeyKind kind) => Lost(kind);

    [Fact]
    public void Every_kind_of_key_is_lost_in_one_of_these() => Assert.Equal(
        Enum.GetValues<KeyKind>().Order(),
        typeof(GiveUpKeyTests).GetMethods().SelectMany(m => m.CustomAttributes)
            .Where(a => a.AttributeType == typeof(InlineDataAttribute))
            .Select(a => (IReadOnlyCollection<System.Reflection.CustomAttributeTypedArgument>)
                a.ConstructorArguments[0].Value!)
            .Where(values => values.First().ArgumentType == typeof(KeyKind))
            .Select(values => (KeyKind)values.First().Value!).Order());

    [Fact]
    public async Task An_anchor_key_that_was_made_in_the_place_of_a_lost_one_hides_nothing()
    {
        await using var archive = await Anchored();
        var keys = new SigningKeys(PathsOf(archive, KeyKind.Anchor)[0], $"{archive.Settings.Name}/anchor");
        File.Delete(keys.Path);
        keys.Make();

        Assert.Contains("is not the key that signed", await Says(archive, 1, "keys", "list"));
        Assert.Contains("is not the key that signed", await Says(archive, 1, "verify"));
        await Says(archive, 0, "keys", "give-up", "Anchor", "--confirm", "--officer", "Wouter");
        await Says(archive, 0, "anchor", "now");
        await Says(archive, 0, "anchor", "check");
    }

    [Fact]
    public async Task Without_the_public_half_it_is_asked_for_and_another_one_is_refused()
    {
        await using var archive = await Anchored();
        var keys = new SigningKeys(PathsOf(archive, KeyKind.Anchor)[0], $"{archive.Settings.Name}/anchor");
        var key = keys.Current.Key;
        File.Delete(keys.Path);
        File.Delete(Path.Combine(archive.Settings.CheckpointPath, "keys", "anchor.vkey"));
        string[] giveUp = ["keys", "give-up", "Anchor", "--confirm", "--officer", "Wouter"];

        var other = new NoteSigner(key.Name, new byte[32]).Key;
        Assert.Contains("--vkey", await Says(archive, 2, giveUp));
        Assert.Contains("--vkey", await Says(archive, 2, [.. giveUp, "--vkey", $"{other}"]));
        Assert.Contains("no verifier key", await Says(archive, 1, [.. giveUp, "--vkey", "iets"]));
        Assert.False(File.Exists(keys.Path));
        await Says(archive, 0, [.. giveUp, "--vkey", $"{key}"]);
        Assert.Equal([key], keys.Old.Select(old => old.Key));
    }

    [Fact]
    public async Task A_key_that_is_there_is_not_given_up_nor_is_one_while_the_archive_is_served()
    {
        await using var archive = await Anchored();

        Assert.Contains("No key is lost", await Says(
            archive, 2, "keys", "give-up", "Wrapping", "--confirm", "--officer", "Wouter"));
        Assert.Contains("administrator or an archivist", await Says(
            archive, 2, "keys", "give-up", "Wrapping", "--confirm", "--officer", "Anna"));
        await using var served = await archive.Get<Restore.StartCheck>().Begin(default);
        Assert.Contains("is being served", await Says(
            archive, 2, "keys", "give-up", "Wrapping", "--confirm", "--officer", "Wouter"));
    }

    private static async Task Lost(KeyKind kind)
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var before = await archive.Disclose(Query);
        var files = PathsOf(archive, kind);
        foreach (var file in files)
        {
            if (Directory.Exists(file))
                Directory.Delete(file, recursive: true);
            else
                File.Delete(file);
        }

        // Named at the start of every host, and never made anew by any.
        var says = KeyWords.LostWith(kind).ToString()[..40];
        Assert.Contains(says, await Says(archive, 1, "search", "dakpannen", "--officer", "Anna"));
        Assert.Contains(says, await Says(archive, 1, "keys", "list"));
        using (var worker = ProductProcess.Worker(archive.Settings))
        {
            Assert.Equal(1, await worker.Ended(TimeSpan.FromMinutes(1)));
            Assert.Contains(says, worker.Output);
        }

        var asked = await Says(archive, 2, "keys", "give-up", $"{kind}", "--officer", "Wouter");
        Assert.Contains(says, asked);
        Assert.Contains("--confirm", asked);
        Assert.All(files, file => Assert.False(Path.Exists(file)));
        Assert.Equal(0, await archive.Count(Facts.NameOf(typeof(KeyGivenUp))));

        await Says(archive, 0, "keys", "give-up", $"{kind}", "--confirm", "--officer", "Wouter");

        // A fact says it, by the officer, and everything goes on: visits, the log, anchors, sets.
        Assert.EndsWith("untouched", (await Says(archive, 0, "verify", "--all")).Trim());
        await Says(archive, 0, "collect", "mastodon", SamplePlatform.Handle, "--server", $"{archive.Server.Address}");
        Assert.EndsWith("untouched", (await Says(archive, 0, "verify", "--all")).Trim());
        await Says(archive, 0, "anchor", "now");
        Assert.EndsWith("untouched", (await Says(archive, 0, "anchor", "check")).Trim());
        await archive.AssertLogHolds();
        var given = Assert.Single((await archive.RecordedFacts()).OfType<KeyGivenUp>());
        Assert.Equal(kind, given.Kind);
        Assert.NotEqual(Guid.Empty, given.Officer);
        Assert.DoesNotContain("LOST", await Says(archive, 0, "keys", "list"));

        Assert.Equal(0, WholeRequest.Check(before).Verdict); // what was made before proves itself as before
        if (kind is not (KeyKind.Wrapping or KeyKind.Suppression)) // which this process has in memory
            Assert.Equal(0, WholeRequest.Check(await archive.Disclose(Query)).Verdict);
        if (kind == KeyKind.Wrapping)
        {
            Assert.True(given.Units > 0);
            Assert.Contains("dakpannen", await Says(archive, 0, "search", "dakpannen", "--officer", "Anna"));
        }
    }

    private static async Task<ArchiveUnderTest> Anchored()
    {
        var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        await archive.Officers();
        await archive.Get<AnchorLog>().Anchor((await archive.BringUpToDate())!, default);
        return archive;
    }

    private static string[] PathsOf(ArchiveUnderTest archive, KeyKind kind)
    {
        var keys = archive.Settings.KeysPath;
        return kind switch
        {
            KeyKind.Wrapping => [Path.Combine(keys, "key-encryption.key")],
            KeyKind.Suppression => [Path.Combine(keys, "suppression.key")],
            KeyKind.Log => [Path.Combine(keys, $"log-{archive.Settings.Tenant}.key")],
            KeyKind.Export => [Path.Combine(keys, $"export-{archive.Settings.Tenant}.key")],
            KeyKind.Anchor => [Path.Combine(keys, "anchor.key")],
            KeyKind.Certificate => [Path.Combine(keys, "certificate")],
        };
    }
}
