using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;

namespace Archive.Tests.Evidence.Log;

public class CheckpointTests
{
    private const string Text = "archive.example/log/tenant1\n70000\niBJFoW1p5TZAebEhE90F7trvELUO6RBm3oJwNcMuJLg=\n";

    [Fact]
    public void A_checkpoint_reads_back_as_it_was_written()
    {
        var head = Checkpoint.Parse(Text);

        Assert.Equal("archive.example/log/tenant1", head.Origin);
        Assert.Equal(70_000UL, head.Size);
        Assert.Equal("881245a16d69e5364079b12113dd05eedaef10b50ee91066de827035c32e24b8", head.Root.ToString());
        Assert.Equal(Text, head.ToText());
    }

    [Theory]
    [InlineData("archive.example\n070000\niBJFoW1p5TZAebEhE90F7trvELUO6RBm3oJwNcMuJLg=\n")] // a leading zero
    [InlineData("archive.example\n+1\niBJFoW1p5TZAebEhE90F7trvELUO6RBm3oJwNcMuJLg=\n")] // a sign
    [InlineData("archive.example\n18446744073709551616\niBJFoW1p5TZAebEhE90F7trvELUO6RBm3oJwNcMuJLg=\n")] // 2^64
    [InlineData("archive.example\n1\niBJFoW1p5TZAebEhE90F7trvELUO6RBm3oJwNcMuJA==\n")] // 31 bytes
    [InlineData("archive.example\n1\niBJFoW1p5TZAebEhE90F7trvELUO6RBm3oJwNcMuJLh=\n")] // unused bits set
    [InlineData("archive.example\n1\niBJFoW1p5TZAebEhE90F7trvELUO6RBm3oJwNcMuJLg=\nmore\n")] // an extension line
    [InlineData("archive.example\n1\niBJFoW1p5TZAebEhE90F7trvELUO6RBm3oJwNcMuJLg=")] // no end
    [InlineData("\n1\niBJFoW1p5TZAebEhE90F7trvELUO6RBm3oJwNcMuJLg=\n")] // no origin
    public void What_is_not_written_as_a_checkpoint_is_refused(string text) =>
        Assert.Throws<MalformedException>(() => Checkpoint.Parse(text));
}
