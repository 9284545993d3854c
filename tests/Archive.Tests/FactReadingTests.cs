using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;

namespace Archive.Tests;

/// <summary>A row that somebody changed is a fault that names its fact, whatever was changed in it.</summary>
public sealed class FactReadingTests
{
    private static readonly Guid Id = Guid.Parse("11111111-1111-4111-8111-111111111111");

    private static readonly DateTimeOffset At = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("content.mapper", """ "Mastodon" """)]
    [InlineData("content.mapper", "7")]
    [InlineData("content.root", """ "abc" """)]
    [InlineData("content.n", """ "one" """)]
    [InlineData("postedHour", """ "yesterday" """)]
    [InlineData("postedHour", "{}")]
    [InlineData("record", """ "no id" """)]
    [InlineData("kind", """ "painting" """)]
    [InlineData("pieces", """ [{"object":"abc","piece":1}] """)]
    public void A_member_of_a_wrong_form_is_a_fault_that_names_the_fact(string member, string value)
    {
        var written = Facts.New(Captured(), At);
        var data = System.Text.Json.Nodes.JsonNode.Parse(written.Data.Bytes.Span)!.AsObject();
        var parts = member.Split('.');
        var of = parts.Length == 1 ? data : data[parts[0]]!.AsObject();
        Assert.True(of.ContainsKey(parts[^1]));
        of[parts[^1]] = System.Text.Json.Nodes.JsonNode.Parse(value);

        var fault = Assert.Throws<FaultException>(() => Facts.Read(Row(written.Type, FactMembers.Parse(
            System.Text.Encoding.UTF8.GetBytes(data.ToJsonString())))));
        Assert.Contains(Id.ToString(), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_changed_reads_as_it_was_written()
    {
        var written = Facts.New(Captured(), At);
        var read = (VersionCaptured)Facts.Read(Row(written.Type, written.Data));
        Assert.Equal(Captured().Content, read.Content);
        Assert.Equal(At, read.PostedHour);
    }

    private static VersionCaptured Captured() => new(
        Id, Id, RecordKind.Post, Id, Id, Id, 1, ReadFrom.Current, [new(Digest.Of("x"u8), 1)],
        new ContentCommitment(new("mastodon/1"), 32, Digest.Of("y"u8)), Digest.Of("z"u8), null, At, []);

    private static Fact Row(string type, FactMembers data) =>
        new(Id, Id, 1, type, At, data, FactMembers.None, null, null, new("voorbeeldstad"));
}
