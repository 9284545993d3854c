using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Evidence.Verification;
using static Archive.Tests.Evidence.Verification.SamplePng;

namespace Archive.Tests.Evidence.Verification;

public class BarePngTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_picture_is_read_whatever_filter_its_rows_have(int filter) => BarePng.Check(
        Make(rows: Rows((byte)filter)), Width, Height, [Black]);

    [Fact]
    public void A_region_with_one_pixel_that_is_not_black_is_refused()
    {
        Refused("row 1", Make(), new(1, 1, 4, 2)); // one column more than is black
        Refused("row 3", Make(), new(1, 1, 3, 3)); // one row more
        Refused("row 0", Make(), new(0, 0, 1, 1));
    }

    [Fact]
    public void Another_size_is_refused()
    {
        Assert.Throws<MalformedException>(() => BarePng.Check(Make(), Width, Height + 1, []));
        Assert.Throws<MalformedException>(() => BarePng.Check(Make(), Height, Width, []));
        Assert.Throws<MalformedException>(() => BarePng.Check(Make(), 100_000, 100_000, []));
    }

    [Theory]
    [InlineData("tEXt")]
    [InlineData("eXIf")]
    [InlineData("iCCP")]
    [InlineData("pHYs")]
    [InlineData("acTL")]
    public void Anything_besides_the_picture_is_refused(string kind)
    {
        Refused("not a PNG of a picture alone", Make(first: Chunk(kind, [1])));
        Refused("not a PNG of a picture alone", Make(last: Chunk(kind, [1])));
    }

    [Fact]
    public void Nothing_is_hidden_behind_the_pixels()
    {
        Refused("not a PNG of a picture alone", [.. Make(), 0]);
        Refused("pixels are not in order", Make(packed: [.. Packed(Rows(0)), 1, 2, 3])); // behind the zlib stream
        Refused("pixels are not in order", Make(rows: [.. Rows(0), 0])); // within it
        Refused("pixels are not in order", Make(rows: Rows(0)[..^1]));
        Refused("pixels are not in order", Make(rows: Rows(5)));
        Refused("not a PNG of a picture alone", Make(last: Chunk("IDAT", [])));
        var packed = Packed(Rows(0));
        BarePng.Check(Make(packed: packed[..^4], last: Chunk("IDAT", packed[^4..])), Width, Height, []);
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_refused()
    {
        var whole = Make();
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var flipped = whole.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<MalformedException>(() => BarePng.Check(flipped, Width, Height, [Black]));
        }
    }

    [Fact]
    public void A_picture_that_is_cut_off_is_refused()
    {
        var whole = Make();
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<MalformedException>(() => BarePng.Check(whole.AsSpan(0, length), Width, Height, []));
    }

    private static void Refused(string why, byte[] file, PictureRegion? black = null)
    {
        var refused = Assert.Throws<MalformedException>(
            () => BarePng.Check(file, Width, Height, black is null ? [] : [black]));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }
}
