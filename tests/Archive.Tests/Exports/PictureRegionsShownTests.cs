using System.Collections.Immutable;
using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;
using Archive.Exports.Content;
using Archive.Records;
using Archive.Requests;
using Archive.Requests.Pictures;
using static Archive.Tests.Exports.SampleDocuments;

namespace Archive.Tests.Exports;

/// <summary>What a set shows of a picture of which regions are black, and where it would leak.</summary>
public class PictureRegionsShownTests
{
    private static readonly PictureRegion Face = new(10, 10, 20, 20);
    private static readonly PictureRegion Plate = new(40, 0, 5, 5);

    [Fact]
    public void The_file_and_its_description_are_withheld_and_a_copy_stands_for_it()
    {
        var document = Document(1, Passage.InPicture(0, [Face]));

        Assert.Null(document.Shown("media/0/digest"));
        Assert.Null(document.Shown("media/0/alt/0"));
        Assert.Equal("image", document.Shown("media/0/type"));
        Assert.Equal([Face], document.CopyOf(0)!.Regions);
        Assert.Equal(2, document.WithheldWords);
    }

    [Fact]
    public void The_description_is_shown_if_every_redaction_of_the_picture_lets_it()
    {
        var shows = Passage.InPicture(0, [Face], showsDescription: true);

        Assert.Equal("Jan", Document(1, shows).Shown("media/0/alt/0"));
        Assert.Null(Document(1, shows, Passage.InPicture(0, [Plate])).Shown("media/0/alt/0"));
    }

    [Fact]
    public void Nothing_stands_for_a_picture_that_is_withheld_whole()
    {
        var document = Document(1, Passage.InPicture(0, [Face]), Passage.Part(PassageKind.Medium, 0));

        Assert.Null(document.CopyOf(0));
        Assert.Null(document.Shown("media/0/type"));
        Assert.Equal(
            PassageKind.Medium, document.HiddenBy(document.IndexOf("media/0/digest"))!.Passage.Kind);
    }

    [Fact]
    public void Regions_of_which_no_copy_was_made_are_no_set()
    {
        var document = Disclosure.Of(
            Item(1, Assessment.DisclosedInPart, Passage.InPicture(0, [Face])), WithPicture());

        Assert.Throws<FaultException>(() => document.CopyOf(0));
    }

    [Fact]
    public void The_same_picture_shown_as_it_is_elsewhere_is_a_leak()
    {
        Disclosure[] documents =
            [Document(1, Passage.InPicture(0, [Face])), Disclosure.Of(Item(2, Assessment.Disclosed), WithPicture())];

        Assert.Equal([new Leak(1, 2, PassageKind.Regions)], LeakCheck.Find(documents));
    }

    [Fact]
    public void The_same_picture_with_less_of_it_black_elsewhere_is_a_leak()
    {
        var face = Document(1, Passage.InPicture(0, [Face]));

        Assert.Equal(
            [new Leak(1, 2, PassageKind.Regions), new Leak(2, 1, PassageKind.Regions)],
            LeakCheck.Find([face, Document(2, Passage.InPicture(0, [Plate]))]));
        Assert.Equal(
            [new Leak(2, 1, PassageKind.Regions)],
            LeakCheck.Find([face, Document(2, Passage.InPicture(0, [Plate]), Passage.InPicture(0, [Face]))]));
        Assert.Empty(LeakCheck.Find([face, Document(2, Passage.InPicture(0, [Face]))]));
    }

    [Fact]
    public void A_picture_withheld_whole_in_one_document_and_shown_in_part_in_another_is_a_leak() => Assert.Equal(
        [new Leak(1, 2, PassageKind.Medium)],
        LeakCheck.Find(
            [Document(1, Passage.Part(PassageKind.Medium, 0)), Document(2, Passage.InPicture(0, [Face]))]));

    private static Disclosure Document(int number, params Passage[] passages)
    {
        var item = Item(number, Assessment.DisclosedInPart, passages);
        PictureRegion[] black = [.. passages.SelectMany(p => p.Pixels ?? [])];
        var copy = new PictureRedacted(
            Ids.New(), Ids.New(), number, item.Scoped.Record, item.Scoped.Version, 0, 100, 100, black,
            Digest.Of("x"u8), new(Ids.New(), Digest.Of("x"u8)));
        return Disclosure.Of(
            item with
            {
                Copies = black.Length == 0
                    ? item.Copies
                    : ImmutableDictionary<int, PictureRedacted>.Empty.Add(0, copy),
            },
            WithPicture());
    }

    private static RecordVersion WithPicture() => Comment(
        "Kijk",
        new Member("media/0/digest", new string('a', 64)), new Member("media/0/type", "image"),
        new Member("media/0/alt/0", "Jan"), new Member("media/0/alt/1", " "), new Member("media/0/alt/2", "hier"))
        with
    {
        Media = [new MediumRef(0, Ids.New(), Digest.Of("sealed"u8))],
    };
}
