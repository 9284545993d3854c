using Archive.Evidence;
using Archive.Exports.Pages;

namespace Archive.Tests.Exports.Pdf;

/// <summary>Two posts with everything a page can have.</summary>
internal static class SamplePages
{
    public const string Arabic = "متى يفتح المركز الجديد";
    public const string Address = "https://social.example/@voorbeeldstad/114000000000000001";
    public const string Commitment = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    public const string Emoji = "👍🏽";

    private static readonly OfficeTime Office = new(TimeProvider.System);

    public static readonly DateTimeOffset MadeAt = new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);

    public static ExportPages In(Language language, string picture)
    {
        var dutch = language == Language.Nl;
        return new ExportPages
        {
            Language = language,
            Title = dutch ? "Woo-besluit sociale media 2026-0142" : "Decision on social media 2026-0142",
            Body = "Gemeente Voorbeeldstad",
            Case = "Z-2026-0142",
            MadeAt = MadeAt,
            Cover = new(
                dutch
                    ? "Berichten en reacties over de herinrichting van het Kerkplein"
                    : "Posts and comments about the church square",
                new(2026, 10, 26),
                new(2026, 11, 20),
                dutch ? "Wet open overheid, artikel 4.1" : "Open Government Act, article 4.1",
                dutch
                    ? ["Woo-coördinator (beoordeling)", "Teamleider Juridische Zaken (goedkeuring)"]
                    : ["FOI officer (assessment)"]),
            Summary = dutch
                ? [new("Openbaar", 1), new("Deels openbaar", 3), new("Niet openbaar", 1)]
                : [new("Public", 1), new("Partly public", 3), new("Not public", 1)],
            Grounds = dutch
                ? [new("5.1.2e", Label(language), "Woo artikel 5.1, tweede lid, onder e"), new(
                    "5.1.1d",
                    "Bijzondere persoonsgegevens",
                    "Woo artikel 5.1, eerste lid, onder d")]
                : [new("5.1.2e", Label(language), "Open Government Act art. 5.1(2)(e)")],
            Inventory = [.. Rows(dutch)],
            Records = [Post(language, picture), Disappeared(language, picture)],
            Completeness = new(
                dutch ? "Tussen 1 januari en 20 november 2026 is de bron 324 keer bezocht; 322 bezoeken zijn geheel "
                    + "gelukt."
                    : "The source was visited 324 times between 1 January and 20 November 2026; 322 visits succeeded "
                        + "whole.",
                [
                    new(
                        "@voorbeeldstad@social.example",
                        null,
                        At("2026-04-02T03:00:00Z"),
                        At("2026-04-02T04:00:00Z"),
                        dutch ? "Platform onbereikbaar (503)" : "Platform unreachable (503)"),
                    new(
                        "@voorbeeldstad@social.example",
                        "1.1",
                        At("2026-11-19T22:00:00Z"),
                        null,
                        dutch ? "Draad niet volledig geleverd" : "Thread cut short"),
                ]),
        };
    }

    public static ExportPages Empty() => new()
    {
        Language = Language.Nl,
        Title = "Proef",
        Body = "Gemeente Voorbeeldstad",
        Case = "Z-1",
        MadeAt = MadeAt,
        Cover = new("Proef", new(2026, 10, 26), null, "Wet open overheid, artikel 4.1", []),
    };

    /// <summary>With the inventory led to what is in the volume.</summary>
    public static ExportPages OneVolume(ExportPages pages)
    {
        var numbers = pages.Records.SelectMany(r => r.Comments.Select(c => c.Number).Prepend(r.Number)).ToHashSet();
        return pages with
        {
            Inventory = [.. pages.Inventory.Select(row => row with { Volume = numbers.Contains(row.Number) ? 1 : 0 })],
        };
    }

    public static PageRecord Plain(string number, string text) => new()
    {
        Number = number,
        Heading = "Reactie",
        Platform = "Mastodon",
        Kind = "reactie",
        Author = [PageRun.Words(text.Length > 200 ? "iemand" : text)],
        Posted = null,
        Status = RecordStatus.Live,
        Assessment = "Openbaar",
        Text = [PageRun.Words(text)],
        Provenance = Provenance(7),
    };

    public static InventoryRow Row(string number) => new(
        number, "", [PageRun.Words("–")], "", "", At("2026-03-12T08:15:00Z"), null, null, "", [], null, [],
        RecordStatus.Live);

    public static PageMoment At(string utc) =>
        PageMoment.Of(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), Office);

    public static string Label(Language language) =>
        language == Language.Nl ? "Persoonlijke levenssfeer" : "Personal privacy";

    private static PageRun Box(Language language) => PageRun.Redacted("5.1.2e", Label(language));

    public static PageProvenance Provenance(long leaf, params string[] gaps) => new(
        At("2026-03-12T13:05:07Z"),
        PageRun.Words(Address),
        leaf,
        Commitment,
        "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        "mastodon/1",
        gaps);

    private static PageRecord Post(Language language, string picture)
    {
        var dutch = language == Language.Nl;
        return new PageRecord
        {
            Number = "1",
            Heading = dutch ? "Bericht over het Kerkplein" : "Post about the church square",
            Platform = "Mastodon",
            Kind = dutch ? "bericht" : "post",
            Author = [PageRun.Words("Gemeente Voorbeeldstad (@voorbeeldstad)")],
            Posted = At("2026-03-12T08:15:00Z"),
            Version = new(1, 2, null, null, "2"),
            Status = RecordStatus.Edited,
            Assessment = dutch ? "Openbaar" : "Public",
            Text =
            [
                PageRun.Words("Morgen ", marked: true),
                PageRun.Words("Vanaf maandag werken we aan het Kerkplein 🚧. De Dorpsstraat is dan dicht voor auto’s; "
                    + "fietsers kunnen er langs.\n\nVragen? Kom dinsdag naar de inloopavond, of lees meer op "
                    + "https://www.voorbeeldstad.example/kerkplein #Kerkplein #read(\"/etc/passwd\") *geen opmaak* "
                    + "$x$ \\ @1"),
            ],
            Links = [PageRun.Words("https://www.voorbeeldstad.example/kerkplein")],
            Warning = [PageRun.Words("Gaat over een "), PageRun.Redacted("5.1.2e", "x"), PageRun.Words(" plein")],
            Others =
            [
                new(
                    dutch ? "Geciteerd bericht" : "Quoted message",
                    [PageRun.Redacted("5.1.2e", "x"), PageRun.Words("@krant@nieuws.example")],
                    At("2026-03-11T08:15:00Z"), PageRun.Words("https://nieuws.example/@krant/9"),
                    [PageRun.Words("Plein gaat op de "), PageRun.Redacted("5.1.2e", "x"), PageRun.Words(" schop")]),
            ],
            Particulars = [new(dutch ? "Trefwoorden" : "Tags", [PageRun.Words("Kerkplein")])],
            Media =
            [
                new() {
                    Type = "image/png",
                    Bytes = 48213,
                    Path = picture,
                    Description = "Plattegrond van het plein met de omleiding in blauw",
                    Original = "originals/1-1.png",
                    Digest = Commitment },
                new() { Type = "video/mp4", Bytes = 3_400_112, Original = "originals/1-2.mp4" },
            ],
            Provenance = Provenance(417),
            Comments = [.. Comments(language)],
        };
    }

    private static IEnumerable<PageRecord> Comments(Language language)
    {
        var dutch = language == Language.Nl;
        PageRecord Comment(
            string number,
            int level,
            string replyTo,
            IReadOnlyList<PageRun> text) => new()
        {
            Number = number,
            Level = level,
            Heading = dutch ? "Reactie" : "Comment",
            Platform = "Mastodon",
            Kind = dutch ? "reactie" : "comment",
            Author = [Box(language)],
            Posted = At("2026-03-12T11:20:00Z"),
            Status = RecordStatus.Live,
            Assessment = dutch ? "Deels openbaar" : "Partly public",
            Grounds = ["5.1.2e"],
            InReplyTo = new(replyTo, Earlier: number == "1.4"),
            Text = text,
            Provenance = Provenance(418 + number.Length),
            WithheldWords = 4,
        };
        yield return Comment(
            "1.1", 1, "1",
            [PageRun.Words($"Fijn dat het eindelijk begint {Emoji} 👨‍👩‍👧‍👦 🇳🇱 ❤️ 1️⃣. Mijn buurvrouw "), Box(
                language), PageRun.Words(" vroeg hoe de bus dan rijdt?")]);
        yield return Comment(
            "1.2",
            2,
            "1.1",
            [PageRun.Words($"@voorbeeldstad {Arabic}؟ رقم 123 يا "), Box(language), PageRun.Words("، شكراً للبلدية")]);
        yield return Comment("1.3", 2, "1.1", [PageRun.Words(
            "Belediyeye teşekkürler, yeni merkez ne zaman açılacak? İstanbul’dan selamlar, ğüşiöç ıI")])
            with
        { Language = "tr" };
        yield return Comment("1.4", 1, "1", [PageRun.Words("谢谢市政府的帮助,新中心什么时候开放?\nありがとうございます。\nתודה לעירייה על "
            + "העזרה!\nधन्यवाद नगरपालिका\nВеликий \uE000 \u202Egnikcirt\u202C дякую")]);
    }

    private static PageRecord Disappeared(Language language, string picture)
    {
        var dutch = language == Language.Nl;
        return new PageRecord
        {
            Number = "2",
            Heading = dutch ? "Bericht over de inloopavond" : "Post about the walk-in evening",
            Platform = "Mastodon",
            Kind = dutch ? "bericht" : "post",
            Author = [PageRun.Words("Gemeente Voorbeeldstad (@voorbeeldstad)")],
            Posted = At("2026-03-18T16:00:00Z"),
            Status = RecordStatus.Disappeared,
            Disappeared = At("2026-03-19T05:00:00Z"),
            Assessment = dutch ? "Deels openbaar" : "Partly public",
            Grounds = ["5.1.2e"],
            Text = [PageRun.Words("Bedankt voor uw komst! Vragen kunt u stellen aan "), Box(language), PageRun.Words(
                ".")],
            Media =
            [
                new() { Type = "image/jpeg", Bytes = 210_000, Redaction = new("5.1.2e", Label(language)) },
                new() {
                    Type = "image/png",
                    Bytes = 12,
                    Path = picture + ".broken",
                    Description = "Een beschadigd bestand" },
            ],
            Provenance = Provenance(
                502,
                dutch ? "Een reactie werd niet geleverd (503)." : "One comment was not delivered (503)."),
            WithheldWords = 2,
        };
    }

    private static IEnumerable<InventoryRow> Rows(bool dutch)
    {
        InventoryRow Listed(
            string number,
            string kind,
            string title,
            string assessment,
            string[] grounds,
            string? thread,
            RecordStatus status) =>
            new(
                number,
                title,
                [PageRun.Words("@voorbeeldstad@social.example")],
                "Mastodon",
                kind,
                At("2026-03-12T08:15:00Z"),
                number == "1" ? new(1, 2, At("2026-03-12T09:15:00Z"), null, "2") : null,
                thread,
                assessment,
                grounds,
                number == "3" ? "https://elders.example/1" : null,
                grounds.Length > 0 ? ["Wie reageert hoeft niet bekend te worden."] : [],
                status);

        var (post, comment) = dutch ? ("bericht", "reactie") : ("post", "comment");
        var (open, partly, closed) = dutch
            ? ("Openbaar", "Deels openbaar", "Niet openbaar")
            : ("Public", "Partly public", "Not public");
        yield return Listed(
            "1",
            post,
            dutch ? "Bericht over het Kerkplein" : "Post about the church square",
            open,
            [],
            null,
            RecordStatus.Edited);
        yield return Listed("1.1", comment, dutch ? "Reactie" : "Comment", partly, ["5.1.2e"], "1", RecordStatus.Live);
        yield return Listed("1.2", comment, dutch ? "Reactie" : "Comment", partly, ["5.1.2e"], "1", RecordStatus.Live);
        yield return Listed("1.3", comment, dutch ? "Reactie" : "Comment", partly, ["5.1.2e"], "1", RecordStatus.Live);
        yield return Listed("1.4", comment, dutch ? "Reactie" : "Comment", partly, ["5.1.2e"], "1", RecordStatus.Live);
        yield return Listed(
            "2",
            post,
            dutch ? "Bericht over de inloopavond" : "Post about the walk-in evening",
            partly,
            ["5.1.2e"],
            null,
            RecordStatus.Disappeared);
        yield return Listed(
            "3",
            comment,
            dutch ? "Reactie" : "Comment",
            closed,
            ["5.1.1d", "5.1.2e"],
            "2",
            RecordStatus.Live);
        for (var i = 4; i < 40; i++)
            yield return Listed($"{i}", comment, Arabic, closed, ["5.1.2e"], "2", RecordStatus.Live);
    }
}
