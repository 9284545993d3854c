using Archive.Evidence;
using Archive.Exports.Content;
using Archive.Exports.Pages;
using Archive.Records;
using Archive.Requests;

namespace Archive.IntegrationTests.Exports;

/// <summary>What is withheld has no page, and what was said around it still stands together.</summary>
public sealed class WithheldInThreadTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_withheld_comment_does_not_tear_its_thread_apart()
    {
        var platform = new WrittenPlatform();
        platform.Write("a", "<p>De brug gaat open</p>", Noon);
        platform.Write("b", "<p>Wie is Jansen?</p>", Noon.AddMinutes(1), by: "piet", answers: "a");
        platform.Write("c", "<p>Dat zeggen wij niet</p>", Noon.AddMinutes(2), answers: "b");
        platform.Write("d", "<p>Mooi</p>", Noon.AddMinutes(3), by: "els", answers: "a");
        platform.Write("e", "<p>Nieuws van morgen</p>", Noon.AddMinutes(4));
        await using var archive = await ArchiveUnderTest.Start(platform);
        await archive.Visit();
        var (handler, _) = await archive.Officers();
        var id = await archive.Scoped("platform:mastodon");
        var versions = await archive.Get<RecordVersions>().Of(
            [.. (await archive.Request(id)).Records.Values.Select(r => r.Scoped.Version)], default);
        var withheld = (await archive.Request(id)).Records.Values
            .Single(r => versions[r.Scoped.Version].Single("platform-id") == "b");
        Assert.Null((await archive.Get<RequestDesk>().Assess(
            new(id, withheld.Number, Assessment.Withheld, ["5.1.2e"], "Gaat over een derde."), handler, default))
            .Refusal);
        await archive.Decide(id);
        var fetched = Directory.CreateTempSubdirectory("archive-withheld-").FullName;
        try
        {
            var (content, _) = await archive.Get<ExportReader>().Gather(
                await archive.Request(id), "X-1", fetched, Language.Nl, archive.Get<OfficeTime>().Now, long.MaxValue,
                progress: null, default);

            var level = PageMapping.Threads(content).ToDictionary(
                placed => versions[content.Documents.Single(d => d.Number == placed.Number).Version.Version]
                    .Single("platform-id")!,
                placed => placed.Level);

            Assert.Equal((0, 1, 1, 0), (level["a"], level["c"], level["d"], level["e"]));
            Assert.False(level.ContainsKey("b"));
        }
        finally
        {
            Directory.Delete(fetched, recursive: true);
        }
    }
}
