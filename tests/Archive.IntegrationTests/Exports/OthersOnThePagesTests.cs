using System.Text.Json.Nodes;
using Archive.Capture;
using Archive.Evidence;
using Archive.Exports;
using Archive.Records;
using Archive.Requests;

namespace Archive.IntegrationTests.Exports;

/// <summary>What a post shows of others, and what stands beside its text, is judged like the text.</summary>
public sealed class OthersOnThePagesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_quote_a_share_a_poll_and_a_warning_are_on_the_pages_and_in_the_set()
    {
        await using var archive = await ArchiveUnderTest.Start(Platform());
        await archive.Visit();

        var export = await archive.Disclose("platform:mastodon");

        var (verdict, report) = WholeRequest.Check(export);
        Assert.True(verdict == 0, report);
        var pages = await PdfWords.Of(export.Pdfs[0]);
        Assert.All(
            [
                "Waarschuwing van de schrijver: Gaat over een ongeluk", "Met de fiets", "Met de streekbus",
                "Fatma Yilmaz", "@fatma@buurt.example", "2 maart 2026, 11:00", "https://buurt.example/@fatma/70",
                "De brug is te gevaarlijk voor fietsers", "Samira B", "@samira@buurt.example",
            ],
            words => Assert.Contains(Joined(words), Joined(pages)));
    }

    /// <summary>Without the white space at which a line may end.</summary>
    private static string Joined(string words) => string.Concat(words.Where(c => !char.IsWhiteSpace(c)));

    [Fact]
    public async Task Each_of_them_is_taken_out_by_what_an_officer_reads()
    {
        await using var archive = await ArchiveUnderTest.Start(Platform());
        await archive.Visit();
        var (handler, _) = await archive.Officers();
        var desk = archive.Get<RequestDesk>();
        var id = await archive.Scoped("platform:mastodon");
        PassageChoice[] choices =
        [
            new("ongeluk", Author: false, null, null), new("streekbus", Author: false, null, null),
            new("gevaarlijk voor", Author: false, null, null), new(null, Author: false, null, null, Quoted: true),
        ];
        foreach (var item in (await archive.Request(id)).Records.Values)
        {
            var version = (await archive.Get<RecordVersions>().Of([item.Scoped.Version], default)).Values.Single();
            var passages = FindPassages.NotYet(
                [.. choices.SelectMany(c => FindPassages.Chosen(version, item.Scoped.Parts, c))], []);
            if (version.Kind == RecordKind.Account)
                continue; // it shows nothing of others
            Assert.Null((await desk.Redact(
                id, [.. passages.Select(p => new RedactPassage(id, Ids.New(), item.Number, p, ["5.1.2e"]))],
                handler, default)).Refusal);
            Assert.Null((await desk.Assess(
                new(id, item.Number, Assessment.DisclosedInPart, [], "Wie dit is doet er niet toe."), handler,
                default)).Refusal);
        }

        await archive.Decide(id);
        var export = (await archive.Get<SealExport>().Seal(id, handler, Language.Nl, null, default)).Value();

        var (verdict, report) = WholeRequest.Check(export);
        Assert.True(verdict == 0, report);
        var pages = await PdfWords.Of(export.Pdfs[0]);
        Assert.Contains("Gaat over een", pages);
        Assert.Contains("Met de fiets", pages);
        Assert.Contains("De brug is te", pages);
        var files = Directory.EnumerateFiles(export.Directory, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) != ".pdf").Select(File.ReadAllText).Append(pages);
        Assert.All(
            ["ongeluk", "streekbus", "gevaarlijk", "Fatma", "fatma", "Samira", "samira"],
            word => Assert.All(files, file => Assert.DoesNotContain(word, file)));
    }

    private static WrittenPlatform Platform()
    {
        var platform = new WrittenPlatform();
        var post = platform.Write("a", "<p>Wat vindt u?</p>", Noon);
        post["spoiler_text"] = "Gaat over een ongeluk";
        post["poll"] = JsonNode.Parse(
            """
            {"id":"7","expires_at":"2026-03-09T12:00:00.000Z","multiple":true,
            "options":[{"title":"Met de fiets"},{"title":"Met de streekbus"}]}
            """);
        post["quote"] = new JsonObject
        {
            ["state"] = "accepted",
            ["quoted_status"] = Other("70", "fatma", "Fatma Yilmaz", "<p>De brug is te gevaarlijk voor fietsers</p>"),
        };
        platform.Write("b", "", Noon.AddHours(1))["reblog"] =
            Other("71", "samira", "Samira B", "<p>Kom je ook naar de markt</p>");
        return platform;
    }

    private static JsonObject Other(string id, string handle, string name, string html) => new()
    {
        ["id"] = id,
        ["created_at"] = "2026-03-02T10:00:00.000Z",
        ["url"] = $"https://buurt.example/@{handle}/{id}",
        ["uri"] = $"https://buurt.example/{id}",
        ["visibility"] = "public",
        ["language"] = "nl",
        ["content"] = html,
        ["account"] = new JsonObject
        {
            ["id"] = $"9{id}", ["acct"] = $"{handle}@buurt.example", ["username"] = handle, ["display_name"] = name,
        },
        ["media_attachments"] = new JsonArray(),
        ["mentions"] = new JsonArray(),
        ["tags"] = new JsonArray(),
    };
}
