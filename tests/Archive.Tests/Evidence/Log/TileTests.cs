using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;

namespace Archive.Tests.Evidence.Log;

public class TileTests
{
    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(1, 273, 1, "tile/1/273.p/1")]
    [InlineData(2, 1_234_067, 256, "tile/2/x001/x234/067")] // the example of the specification
    [InlineData(0, 1000, 112, "tile/0/x001/000.p/112")]
    public void A_tile_has_the_path_of_the_specification(int level, ulong index, int width, string path) =>
        Assert.Equal(path, new TileId(level, index, width).Path);

    /// <summary>The example of the specification: a log of 70,000 leaves.</summary>
    [Theory]
    [InlineData(0, 272, 256)]
    [InlineData(0, 273, 112)]
    [InlineData(0, 274, 0)]
    [InlineData(1, 0, 256)]
    [InlineData(1, 1, 17)]
    [InlineData(2, 0, 1)]
    [InlineData(3, 0, 0)]
    public void A_log_of_70000_has_these_tiles(int level, ulong index, int width) =>
        Assert.Equal(width, TileId.In(70_000, level, index).Width);

    [Fact]
    public void Entries_stand_beside_the_tiles_of_level_0() =>
        Assert.Equal("tile/entries/x001/000.p/112", new TileId(0, 1000, 112).EntriesPath);

    [Fact]
    public void A_bundle_reads_back_as_it_was_written()
    {
        byte[][] leaves = [[], [1, 2, 3], new byte[65_535]];

        var bundle = EntryBundle.Write(leaves);

        Assert.Equal([0, 0, 0, 3, 1, 2, 3, 0xFF, 0xFF], bundle[..9]);
        Assert.Equal(leaves, EntryBundle.Read(bundle));
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 2, 1 })]
    public void A_bundle_that_ends_within_a_leaf_is_refused(byte[] bundle) =>
        Assert.Throws<MalformedException>(() => EntryBundle.Read(bundle));

    [Fact]
    public void A_leaf_too_large_for_its_length_is_refused() =>
        Assert.Throws<MalformedException>(() => EntryBundle.Write([new byte[65_536]]));

    [Fact]
    public async Task A_tile_that_is_missing_or_short_is_a_fault()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "tile/0/000.p"));
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "tile/0/000.p/2"), new byte[63]);
            var tiles = new DirectoryTiles(folder.FullName);

            var missing = await Assert.ThrowsAsync<FaultException>(async () => await tiles.Read(new(0, 0, 3), default));
            var cut = await Assert.ThrowsAsync<FaultException>(async () => await tiles.Read(new(0, 0, 2), default));

            Assert.Contains("tile/0/000.p/3", missing.Message);
            Assert.Contains("tile/0/000.p/2", cut.Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
