using System.Text;
using System.Text.Json;
using Archive.Evidence.Content;

namespace Archive.Tests.Evidence.Content;

public sealed class MemberListTests
{
    [Fact]
    public void What_is_written_as_pairs_is_read_as_members()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new[] { new[] { "text/0", "é \"\n" }, ["url", ""] });

        Assert.Equal([new("text/0", "é \"\n"), new("url", "")], MemberList.Read(json));
        Assert.Empty(MemberList.Read("[]"u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[[\"a\"]]")]
    [InlineData("[[\"a\",\"b\",\"c\"]]")]
    [InlineData("[[\"a\",1]]")]
    [InlineData("[\"a\",\"b\"]")]
    [InlineData("[[\"a\",\"b\"]")]
    [InlineData("[[\"a\",\"b\"]] []")]
    [InlineData("[[\"a\",\"\\ud800\"]]")]
    public void Anything_else_is_refused(string json) =>
        Assert.ThrowsAny<FormatException>(() => MemberList.Read(Encoding.UTF8.GetBytes(json)));
}
