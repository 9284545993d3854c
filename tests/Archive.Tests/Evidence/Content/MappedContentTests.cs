using Archive.Capture.Mapping;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;

namespace Archive.Tests.Evidence.Content;

public class MappedContentTests
{
    [Fact]
    public void Members_come_in_the_order_of_the_format() => Assert.Equal(
        Sample.MembersInOrder, Sample.Content.Members(Sample.Mapper).Select(m => (m.Path, m.Value)));

    [Fact]
    public void What_the_platform_did_not_say_is_left_out_and_the_rest_is_numbered_without_gaps() => Assert.Equal(
        [("link/0", "https://a.example/"), ("link/1", "https://b.example/"), ("media/0/type", "video")],
        new MappedContent
        {
            AuthorName = "",
            Text = "",
            Links = ["https://a.example/", "", "https://b.example/"],
            Media = [new(null, "video", "")],
        }.Members(Sample.Mapper).Select(m => (m.Path, m.Value)));

    [Fact]
    public void Times_are_written_in_utc_to_the_microsecond()
    {
        var postedAt = new DateTimeOffset(2026, 1, 1, 0, 30, 0, TimeSpan.FromHours(1)).AddTicks(12_345_679);

        Assert.Equal(
            [new Member("posted-at", "2025-12-31T23:30:01.234567Z")],
            new MappedContent { PostedAt = postedAt }.Members(Sample.Mapper));
    }

    [Theory]
    [InlineData("bluesky/langs")] // another platform's
    [InlineData("mastodon")] // names nothing
    [InlineData("mastodon/Poll")] // not lower case
    [InlineData("mastodon//poll")]
    [InlineData("text/9")]
    public void An_extra_that_is_not_the_platforms_own_is_refused(string path) => Assert.Throws<MalformedException>(
        () => new MappedContent { Extras = [new(path, "x")] }.Members(Sample.Mapper));

    [Fact]
    public void The_same_extra_twice_is_refused() => Assert.Throws<MalformedException>(
        () => new MappedContent { Extras = [new("mastodon/poll", "x"), new("mastodon/poll", "y")] }.Members(
            Sample.Mapper));

    [Fact]
    public void A_medium_that_says_nothing_is_refused() => Assert.Throws<InvalidOperationException>(
        () => new MappedContent { Media = [new(null, null, null)] }.Members(Sample.Mapper));
}
