using Archive.Capture;

namespace Archive.IntegrationTests.Records;

public sealed class VersionsTests
{
    [Fact]
    public async Task A_second_visit_to_an_unchanged_platform_adds_no_version_and_no_count()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var before = (await archive.RecordedFacts()).Count;

        var second = await archive.Visit();

        Assert.Equal((0, 0, 0, 0), (second.Found, second.Versions, second.Disappeared, second.Reappeared));
        Assert.All((await archive.RecordedFacts()).Skip(before), f => Assert.True(f is VisitStarted or VisitEnded or AnswerKept or GapFound));
    }
}
