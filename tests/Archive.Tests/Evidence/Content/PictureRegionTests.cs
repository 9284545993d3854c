using Archive.Evidence.Content;

namespace Archive.Tests.Evidence.Content;

public class PictureRegionTests
{
    private const int Size = 8;

    [Fact]
    public void What_is_covered_is_so_pixel_by_pixel()
    {
        var random = new Random(1);
        PictureRegion Any() => new(random.Next(Size), random.Next(Size), random.Next(1, 5), random.Next(1, 5));
        var covered = 0;
        for (var i = 0; i < 3000; i++)
        {
            var region = Any();
            var others = Enumerable.Range(0, random.Next(6)).Select(_ => Any()).ToList();
            var all = Pixels(region).All(p => others.Exists(o => Pixels(o).Contains(p)));
            Assert.Equal(all, region.IsCoveredBy(others));
            covered += all ? 1 : 0;
        }

        Assert.InRange(covered, 100, 2900);
    }

    [Theory]
    [InlineData(0, 0, 10, 10, true)]
    [InlineData(9, 9, 1, 1, true)]
    [InlineData(0, 0, 11, 10, false)]
    [InlineData(10, 0, 1, 1, false)]
    [InlineData(0, 1, 10, 10, false)]
    [InlineData(-1, 0, 1, 1, false)]
    [InlineData(0, 0, 1, 0, false)]
    [InlineData(int.MaxValue, 0, int.MaxValue, 1, false)]
    public void A_region_lies_in_a_picture_or_not(int x, int y, int width, int height, bool within) =>
        Assert.Equal(within, new PictureRegion(x, y, width, height).IsWithin(10, 10));

    private static List<(int X, int Y)> Pixels(PictureRegion region) =>
    [
        .. from x in Enumerable.Range(region.X, region.Width)
           from y in Enumerable.Range(region.Y, region.Height)
           select (x, y),
    ];
}
