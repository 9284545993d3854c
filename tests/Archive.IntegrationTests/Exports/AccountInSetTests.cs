using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Evidence.Sets;
using Archive.Evidence.Verification;
using Archive.Exports;
using Archive.Records;
using Archive.Requests;

namespace Archive.IntegrationTests.Exports;

/// <summary>What an account said of itself, from the visit to a set that proves itself, whole and redacted.</summary>
public sealed class AccountInSetTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly WrittenPlatform platform = new();
    private ArchiveUnderTest archive = null!;

    private JsonObject Profile => platform.Accounts["gemeente"];

    public async Task InitializeAsync()
    {
        platform.Write("post", "<p>De brug is dicht.</p>", Noon);
        archive = await ArchiveUnderTest.Start(platform);
        platform.Files["/wapen.png"] = WrittenPlatform.Blue;
        Profile["avatar"] = $"{archive.Server.Address}wapen.png";
        Profile["avatar_description"] = "Het wapen van de stad";
        Profile["url"] = "https://voorbeeldstad.example/@gemeente";
        Profile["note"] = "<p>Vragen? Bel <a href=\"https://buurt.example/@samira\" class=\"mention\">@samira</a>.</p>";
        Profile["fields"] = Fields(("Telefoon", "14 0999"), ("Woordvoerder", "Ilse de Groot, 06-41237788"));
        await archive.Visit();
        Profile["display_name"] = "Gemeente Nieuwstad";
        Profile["fields"] = Fields(("Telefoon", "14 0999"), ("Pers", "Ilse de Groot, 06-41237788"));
        Profile["moved"] = JsonNode.Parse(
            """{"id":"7","acct":"stad@elders.example","url":"https://elders.example/@stad","display_name":"Stad"}""");
        await archive.Visit();
    }

    public async Task DisposeAsync() => await archive.DisposeAsync();

    [Fact]
    public async Task An_account_is_disclosed_with_its_versions_and_the_set_proves_itself()
    {
        var export = await archive.Disclose("from:gemeente");

        var (verdict, report) = WholeRequest.Check(export);
        Assert.True(verdict == 0, report);
        var pages = Joined(await PdfWords.Of(Assert.Single(export.Pdfs)));
        Assert.All(
            [
                "Account Gemeente Voorbeeldstad (versie 1 van 2)", "Account Gemeente Nieuwstad (versie 2 van 2)",
                "(@gemeente@voorbeeldstad.example)", "Account geopend 1 mei 2023", "Vragen? Bel @samira.", "Telefoon",
                "14 0999", "Woordvoerder", "Ilse de Groot, 06-41237788", "Verhuisd naar: @stad@elders.example",
                "https://elders.example/@stad", "Het wapen van de stad", "avatar, image/png",
                "https://voorbeeldstad.example/@gemeente",
            ],
            words => Assert.Contains(Joined(words), pages, StringComparison.Ordinal));
        Assert.True( // together, and before what was posted later
            Place(pages, "(versie 1 van 2)") < Place(pages, "(versie 2 van 2)")
            && Place(pages, "(versie 2 van 2)") < Place(pages, "De brug is dicht."), pages);

        var rows = InventoryList.Parse(Read(export, ExportLayout.InventoryList.Path));
        Assert.Equal(
            [("Account", "1/2", "Gemeente Voorbeeldstad"), ("Account", "2/2", "Gemeente Nieuwstad")],
            rows.Take(2).Select(r => (r["soort"], r["versie"], r["afzender"])));
        Assert.Equal("https://voorbeeldstad.example/@gemeente", rows[0]["vindplaats"]);
        var shown = ShownRecords.Parse(Read(export, ExportLayout.Records.Path));
        Assert.Contains(("mastodon/field/value/1", "Ilse de Groot, 06-41237788"), shown[0].Members);
        Assert.All(
            shown.SelectMany(s => s.Members),
            m => Assert.DoesNotContain("author-id", m.Path, StringComparison.Ordinal));
        Assert.Equal(WrittenPlatform.Blue, Read(export, "originals/1-0.png"));
    }

    [Fact]
    public async Task Each_part_of_an_account_is_taken_out_by_what_an_officer_reads()
    {
        PassageChoice[] choices =
        [
            new("06-41237788", Author: false, null, null), new("Woordvoerder", Author: false, null, null),
            new("Vragen?", Author: false, null, null), new("Nieuwstad", Author: true, null, null),
            new(null, Author: false, null, "samira"), new(null, Author: false, null, null, Quoted: true),
            new(null, Author: false, Medium: 0, null),
        ];
        var export = await Redacted("from:gemeente", choices);

        var (verdict, report) = WholeRequest.Check(export);
        Assert.True(verdict == 0, report);
        var pages = await PdfWords.Of(export.Pdfs[0]);
        Assert.Contains("Telefoon", pages);
        Assert.Contains("14 0999", pages);
        Assert.Contains("Pers", pages); // the name of a field of which the value is hidden
        Assert.Contains("1 – Account (versie 1 van 2)", pages);
        var files = Directory.EnumerateFiles(export.Directory, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) != ".pdf").Select(File.ReadAllText).Append(pages);
        Assert.All(
            [
                "41237788", "Ilse", "Woordvoerder", "Vragen", "Nieuwstad", "samira", "@gemeente", "elders", "wapen",
            ],
            word => Assert.All(files, file => Assert.DoesNotContain(word, file, StringComparison.Ordinal)));
        Assert.False(Directory.Exists(Path.Combine(export.Directory, "originals")));
    }

    [Fact]
    public async Task A_field_that_one_version_hides_and_another_shows_blocks_the_set()
    {
        var id = await archive.Scoped("from:gemeente");
        var (handler, _) = await archive.Officers();
        var item = (await archive.Request(id)).Records[1];
        var version = (await archive.Get<RecordVersions>().Of([item.Scoped.Version], default)).Values.Single();
        await Redact(id, item, FindPassages.Chosen(
            version, item.Scoped.Parts, new("06-41237788", Author: false, null, null)));
        await archive.Decide(id);

        var refused = (await archive.Get<SealExport>().Seal(id, handler, Language.En, null, default)).Refusal;

        Assert.Equal("exports.leaking", refused?.Code);
        Assert.Contains("the field of the profile", refused!.In(Language.En), StringComparison.Ordinal);
    }

    private async Task<SealedExport> Redacted(string query, IReadOnlyList<PassageChoice> choices)
    {
        var (handler, _) = await archive.Officers();
        var id = await archive.Scoped(query);
        foreach (var item in (await archive.Request(id)).Records.Values)
        {
            var version = (await archive.Get<RecordVersions>().Of([item.Scoped.Version], default)).Values.Single();
            await Redact(id, item, FindPassages.NotYet(
                [
                    .. choices.Where(c => c.Medium is null || item.Scoped.Parts.Media > 0)
                        .SelectMany(c => FindPassages.Chosen(version, item.Scoped.Parts, c)),
                ],
                []));
        }

        await archive.Decide(id);
        return (await archive.Get<SealExport>().Seal(id, handler, Language.Nl, null, default)).Value();
    }

    private async Task Redact(Guid id, RecordInScope item, IReadOnlyList<Passage> passages)
    {
        var (handler, _) = await archive.Officers();
        var desk = archive.Get<RequestDesk>();
        Assert.NotEmpty(passages);
        Assert.Null((await desk.Redact(
            id, [.. passages.Select(p => new RedactPassage(id, Ids.New(), item.Number, p, ["5.1.2e"]))], handler,
            default)).Refusal);
        Assert.Null((await desk.Assess(
            new(id, item.Number, Assessment.DisclosedInPart, [], "Wie dit is doet er niet toe."), handler, default))
            .Refusal);
    }

    private static JsonArray Fields(params (string Name, string Value)[] fields) =>
        [.. fields.Select(f => (JsonNode)new JsonObject { ["name"] = f.Name, ["value"] = f.Value })];

    private static byte[] Read(SealedExport export, string path) =>
        File.ReadAllBytes(Path.Combine(export.Directory, path));

    private static int Place(string pages, string words) =>
        pages.LastIndexOf(Joined(words), StringComparison.Ordinal);

    /// <summary>Without the white space at which a line may end.</summary>
    private static string Joined(string words) => string.Concat(words.Where(c => !char.IsWhiteSpace(c)));
}
