using Archive.Evidence.Facts;
using Archive.Exports.Pages;

namespace Archive.Tests.Exports.Pdf;

public sealed class VolumesTests
{
    [Fact]
    public void A_volume_ends_before_its_250th_record_is_passed()
    {
        var volumes = Volumes.Split(Export(Enumerable.Range(1, 501).Select(n => SamplePages.Plain($"{n}", "x"))));

        Assert.Equal([250, 250, 1], volumes.Select(v => v.Records.Count));
        Assert.Equal([(1, 3), (2, 3), (3, 3)], volumes.Select(v => (v.Volume, v.Volumes)));
    }

    [Fact]
    public void A_record_stays_with_its_comments()
    {
        var thread = SamplePages.Plain("2", "x") with { Comments = [.. Enumerable.Range(1, 249)
            .Select(n => SamplePages.Plain($"2.{n}", "x"))] };
        var volumes = Volumes.Split(Export([SamplePages.Plain("1", "x"), thread, SamplePages.Plain("3", "x")]));

        Assert.Equal([["1"], ["2"], ["3"]], volumes.Select(v => v.Records.Select(r => r.Number)));
    }

    [Fact]
    public void The_first_volume_has_the_whole_inventory_and_says_where_each_record_is()
    {
        var export = Export(Enumerable.Range(1, 300).Select(n => SamplePages.Plain($"{n}", "x"))) with
        {
            Inventory = [SamplePages.Row("1"), SamplePages.Row("300"), SamplePages.Row("refused")],
            Completeness = new("Alles.", []),
        };

        var volumes = Volumes.Split(export);

        Assert.Equal([1, 2, 0], volumes[0].Inventory.Select(row => row.Volume));
        Assert.Empty(volumes[1].Inventory);
        Assert.NotNull(volumes[0].Completeness);
        Assert.Null(volumes[1].Completeness);
    }

    [Fact]
    public void Many_pixels_make_another_volume()
    {
        var picture = Path.GetTempFileName();
        TestPicture.Write(picture, 8000, 6000); // 48 million
        var records = Enumerable.Range(1, 7).Select(n => SamplePages.Plain($"{n}", "x") with
        {
            Media = [new() { Type = "image/png", Bytes = 1, Path = picture }],
        });

        Assert.Equal([3, 3, 1], Volumes.Split(Export(records)).Select(v => v.Records.Count));
        File.Delete(picture);
    }

    [Fact]
    public void An_export_without_records_is_one_volume() => Assert.Single(Volumes.Split(Export([])));

    private static ExportPages Export(IEnumerable<PageRecord> records) =>
        SamplePages.Empty() with { Records = [.. records] };
}
