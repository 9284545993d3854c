using System.Globalization;
using Archive.Capture;
using Archive.Capture.Mapping;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Evidence.Canonical;

namespace Archive.Tests.Capture;

/// <summary>What a fact says of a version without its content.</summary>
public class RecordChangesTests
{
    /// <summary>A verifier holds the one against the other.</summary>
    [Theory]
    [InlineData("2026-03-17T23:30:00Z", "2026-03-17T23:00:00.000000Z")]
    [InlineData("2026-03-17T23:00:00Z", "2026-03-17T23:00:00.000000Z")]
    [InlineData("2026-03-17T23:59:59.9999999Z", "2026-03-17T23:00:00.000000Z")]
    [InlineData("2026-01-01T00:15:00+05:30", "2025-12-31T18:00:00.000000Z")]
    [InlineData("2026-03-29T02:30:00+02:00", "2026-03-29T00:00:00.000000Z")]
    [InlineData("1969-12-31T23:59:59.5Z", "1969-12-31T23:00:00.000000Z")]
    [InlineData("0001-01-01T00:00:00.000001Z", "0001-01-01T00:00:00.000000Z")]
    public void The_hour_of_a_version_is_that_of_its_content(string posted, string hour)
    {
        var record = Ids.New();
        var changes = new RecordChanges(
            Ids.New(), Ids.New(), new("mastodon/1"), record, new(0, null, [], Gone: false, Place.Unknown),
            SightedBy.Api);
        var content = new MappedContent { PostedAt = DateTimeOffset.Parse(posted, CultureInfo.InvariantCulture) };

        changes.See(new(
            new(record, Ids.New(), new byte[32]), RecordKind.Post, ReadFrom.Current, [new(Digest.Of([]), 1)], content,
            [], []));

        var captured = Assert.Single(changes.Facts.OfType<VersionCaptured>());
        Assert.Equal(hour, CanonicalMoment.Write(captured.PostedHour));
        Assert.Equal(
            hour[..13], Assert.Single(content.Members(new("mastodon/1")), m => m.Path == "posted-at").Value[..13]);
    }
}
