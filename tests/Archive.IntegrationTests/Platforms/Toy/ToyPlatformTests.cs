using System.Text.Json.Nodes;
using Archive.Capture;
using Archive.Evidence;
using Archive.Replay;
using Archive.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.IntegrationTests.Platforms.Toy;

/// <summary>
/// A platform is one folder: two files here, and nothing of the product, are all there is to this one.
/// </summary>
public sealed class ToyPlatformTests
{
    [Fact]
    public async Task A_note_of_a_platform_of_two_files_goes_from_answer_to_verified_export()
    {
        await using var archive = await Start(new Board());
        archive.Server.Platform.State = "first";
        var first = await archive.Visit();
        archive.Server.Platform.State = "later"; // the second note is gone, the first says something else
        var second = await archive.Visit();

        Assert.Equal((2, 2, 1), (first.NewRecords, first.NewVersions, first.Gaps)); // one item is no note
        Assert.Equal((0, 1, 1), (second.NewRecords, second.NewVersions, second.Disappeared));
        var facts = await archive.RecordedFacts();
        Assert.Equal("toy", facts.OfType<SourceWatched>().Single().Platform.ToString());
        Assert.All(facts.OfType<VersionCaptured>(), v => Assert.Equal("toy/1", v.Content.Mapper.ToString()));

        var export = await archive.Disclose("platform:toy");

        var pages = await PdfWords.Of(Assert.Single(export.Pdfs));
        Assert.Contains("Prikbord", pages);
        Assert.Contains("Zaterdag is de markt", pages);
        Assert.Contains("Zondag is de markt", pages);
        var (verdict, report) = WholeRequest.Check(export);
        Assert.True(verdict == 0, report);
    }

    [Fact]
    public async Task Its_handles_and_no_others_can_be_watched()
    {
        await using var archive = await Start(new Board());

        var toWatch = await archive.Get<SourceDesk>().Watch(
            new(new("toy"), "@plein@voorbeeldstad.example", LegalBasis.OwnAccount), officer: null, default);

        Assert.Equal("sources.no-account", toWatch.Refusal?.Code);
        Assert.Equal(("plein", ""), (archive.Source.Handle, archive.Source.Domain));
    }

    [Fact]
    public async Task A_platform_that_no_one_added_is_refused_by_its_name()
    {
        await using var archive = await Start(new Board());

        var watched = await archive.Get<SourceDesk>().Watch(
            new(new("myspace"), "plein", LegalBasis.OwnAccount), officer: null, default);

        Assert.Equal(
            "There is no platform 'myspace'; known are: mastodon, toy.", watched.Refusal?.In(Language.En));
        Assert.Equal(
            "Er is geen platform 'myspace'; bekend zijn: mastodon, toy.", watched.Refusal?.In(Language.Nl));
    }

    private static Task<ArchiveUnderTest> Start(Board board) => ArchiveUnderTest.Start(
        board, " Plein ", name: "toy",
        add: services => services.AddSingleton<Capture.Platforms.IPlatform, ToyPlatform>());

    /// <summary>The server of the board.</summary>
    private sealed class Board : Replay.IPlatform
    {
        public IReadOnlyList<string> States { get; } = ["first", "later"];

        public string State { get; set; } = "first";

        public Reply? Answer(Question asked) => (State, asked.Path) switch
        {
            ("first", "/boards/plein/") => Json(
                [Note("1", "Zaterdag is de markt."), Note("2", "Fiets gevonden."), new JsonObject { ["number"] = 3 }]),
            (_, "/boards/plein/") => Json([Note("1", "Zondag is de markt.")]),
            (_, "/boards/plein/2") => Reply.Error(410, "removed", Origin.Sample),
            _ => null,
        };

        private static Reply Json(JsonArray notes) => Reply.Json(200, notes, Origin.Sample);

        private static JsonObject Note(string number, string says) => new()
        {
            ["number"] = number,
            ["by"] = "plein",
            ["at"] = $"2026-03-02T12:0{number}:00Z",
            ["says"] = says,
            ["colour"] = "geel",
            ["pins"] = 2, // a field no mapper knows
        };
    }
}
