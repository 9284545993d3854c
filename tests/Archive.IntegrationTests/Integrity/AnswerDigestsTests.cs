using Archive.Capture;
using Archive.Evidence;
using Archive.Integrity;
using Archive.Retention.Destruction;
using Archive.Storage.Vault;

namespace Archive.IntegrationTests.Integrity;

public sealed class AnswerDigestsTests
{
    [Fact]
    public async Task The_digest_of_an_answer_is_of_all_its_bytes_and_there_is_none_once_a_piece_is_destroyed()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var comment = (await archive.RecordedFacts()).OfType<VersionCaptured>()
            .First(v => v.Kind == RecordKind.Comment);
        var name = comment.Pieces[0].Object;
        var digests = archive.Get<AnswerDigests>();

        var before = await digests.Of(name, default);

        Assert.Equal(Digest.Of(await KeptAnswers.Body(archive, name)), before.AsKept);
        Assert.NotEqual(name, before.AsKept);
        Assert.Equal("GET", Assert.IsType<PlatformResponse>(before.Came).Method);
        Assert.Equal((0, 0), (before.Gone, before.Overwritten));

        var (handler, approver) = await archive.Officers();
        Assert.Null((await archive.Get<RecordDestruction>().Destroy(
            new(comment.Record, DestructionBasis.AvgErasure, handler.Id, approver.Id), default)).Refusal);
        var after = await digests.Of(name, default);

        Assert.Null(after.AsKept);
        Assert.Equal(1, after.Gone);
        Assert.Equal(before.Length, after.Length);
    }
}
