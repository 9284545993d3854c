using Archive.Exports.Pages;

namespace Archive.Tests.Exports.Pdf;

public sealed class VolumesTests
{
    private const int Most = Volumes.MaxDocuments;

    [Fact]
    public void A_volume_ends_before_it_holds_more_documents_than_it_may()
    {
        var volumes = Volumes.Plan(Posts(2 * Most + 1), rows: 0);

        Assert.Equal([Most, Most, 1], volumes.Select(v => v.Documents.Count));
        Assert.Equal([1, 2, 3], volumes.Select(v => v.Number));
        Assert.All(volumes, v => Assert.Null(v.Continues));
    }

    [Fact]
    public void A_thread_that_one_volume_can_hold_stays_together()
    {
        var volumes = Volumes.Plan([Post(1), .. Thread(2, Most), Post(Most + 2)], rows: 0);

        Assert.Equal([1, Most, 1], volumes.Select(v => v.Documents.Count));
        Assert.All(volumes, v => Assert.Null(v.Continues));
    }

    [Fact]
    public void A_longer_one_is_cut_and_each_part_says_where_it_began()
    {
        var volumes = Volumes.Plan([Post(1), .. Thread(2, 2 * Most), Post(2 * Most + 2)], rows: 0);

        Assert.Equal([Most, Most, 2], volumes.Select(v => v.Documents.Count));
        Assert.Equal([null, (2, 1), (2, 1)], volumes.Select(v => v.Continues));
        Assert.Equal(Enumerable.Range(1, 2 * Most + 2), volumes.SelectMany(v => v.Documents).Select(d => d.Number));
    }

    [Fact]
    public void Many_pixels_make_another_volume()
    {
        var third = Volumes.MaxPixels / 3;

        Assert.Equal(
            [3, 3, 1],
            Volumes.Plan([.. Posts(7).Select(p => p with { Pixels = third })], rows: 0).Select(v => v.Documents.Count));
        Assert.Equal(
            [(1, null), (1, (1, 1))],
            Volumes.Plan(
                [new(1, 0, Volumes.MaxPixels), new(2, 1, Volumes.MaxPixels)],
                rows: 0).Select(v => (v.Documents.Count, v.Continues)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(Volumes.MaxRows, 1)]
    [InlineData(Volumes.MaxRows + 1, 2)]
    [InlineData(3 * Volumes.MaxRows, 3)]
    public void An_inventory_that_is_long_fills_volumes_of_its_own_before_the_first_document(int rows, int first)
    {
        var volumes = Volumes.Plan([Post(1)], rows);

        Assert.Equal(first, volumes.Count);
        Assert.All(volumes.SkipLast(1), v => Assert.Empty(v.Documents));
        Assert.Single(volumes[^1].Documents);
        var listed = Enumerable.Range(1, rows).ToList();
        Assert.Equal(listed, volumes.SelectMany(v => listed[v.Rows]));
        Assert.All(volumes, v => Assert.InRange(listed[v.Rows].Count, 0, Volumes.MaxRows));
    }

    [Fact]
    public void An_export_without_documents_is_one_volume() => Assert.Single(Volumes.Plan([], rows: 0));

    private static PlacedDocument Post(int number) => new(number, 0, 0);

    private static PlacedDocument[] Posts(int count) => [.. Enumerable.Range(1, count).Select(Post)];

    private static IEnumerable<PlacedDocument> Thread(int number, int count) =>
        Enumerable.Range(0, count).Select(i => new PlacedDocument(number + i, Math.Min(i, 2), 0));
}
