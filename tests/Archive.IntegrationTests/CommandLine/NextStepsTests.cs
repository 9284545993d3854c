using System.Text.RegularExpressions;
using Archive.IntegrationTests.Faults;
using Archive.People;
using Archive.Records;

namespace Archive.IntegrationTests.CommandLine;

/// <summary>Every command says what it did and what comes next; who types that gets from receipt to a set.</summary>
public sealed partial class NextStepsTests
{
    private const string Number = "WOO-2026-0001";

    [Fact]
    public async Task Who_types_what_each_command_says_comes_next_gets_from_receipt_to_a_signed_set()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        await archive.Officers();

        var said = await Typed(
            archive,
            "request new --requester 'De Voorbeeldkrant' --subject 'Bomen in de Kerkstraat' --received-on 20-11-2026 "
                + "--officer Anna");
        Assert.Contains($"{Number} is geregistreerd, ontvangen op vrijdag 20 november 2026.", said);
        Assert.Contains("uiterlijk vrijdag 18 december 2026", said);
        Assert.Equal($"request scope {Number} ZOEKVRAAG --officer Anna", Next(said));

        said = await Typed(archive, Next(said).Replace("ZOEKVRAAG", "'bomen kerkstraat after:2026-10-30'"));
        Assert.Contains("Documenten toegevoegd aan de reikwijdte: 1; nu binnen de reikwijdte: 1.", said);

        said = await Typed(archive, Next(said)); // request show
        Assert.Contains("Verzoeker: De Voorbeeldkrant", said);
        Assert.Contains("Onderwerp: Bomen in de Kerkstraat", said);
        Assert.Contains("Stand: in beoordeling, 0 van 1 documenten klaar.", said);
        Assert.Equal($"request assess {Number} 1 openbaar --officer Anna", Next(said));

        said = await Typed(archive, $"request redact {Number} 1 --text rijstrook --ground 5.1.2e --officer Anna");
        Assert.Contains("gelakt: rijstrook (5.1.2e)", said);
        said = await Typed(archive, Next(said).Replace("WAAROM", "'Het is maar een proef.'"));
        Assert.Contains("Document 1 is beoordeeld: deels openbaar 5.1.2e. Nog te beoordelen: 0.", said);

        said = await Typed(archive, Next(said)); // request propose
        Assert.Contains($"{Number}: voorstel 1 van Anna wacht op een tweede behandelaar", said);
        Assert.Equal($"request approve {Number} 1 --officer 'TWEEDE BEHANDELAAR'", Next(said));

        said = await Typed(archive, Next(said).Replace("'TWEEDE BEHANDELAAR'", "Bram"));
        Assert.Contains($"{Number}: voorstel 1 van Anna, goedgekeurd door Bram", said);

        said = await Typed(archive, Next(said)); // request decide
        Assert.Contains(": gedeeltelijke openbaarmaking", said);
        Assert.Equal($"request export {Number} --officer Bram", Next(said));

        var listed = await Typed(archive, "request list --officer Bram", language: "en_GB.UTF-8");
        Assert.Contains($"{Number}  2026-12-18  decided on ", listed);
        Assert.Contains("De Voorbeeldkrant: Bomen in de Kerkstraat", listed);
    }

    [Fact]
    public async Task Officers_sources_and_accesses_are_listed_and_that_is_an_access_too()
    {
        await using var archive = await ArchiveUnderTest.Start();
        var (handler, _) = await archive.Officers();

        Assert.Contains("Anna  Woo-behandelaar", await Typed(archive, "officer list --officer Anna"));
        Assert.Contains(archive.Source.Handle, await Typed(archive, "source list --officer Anna"));
        var log = await Typed(archive, "access-log --officer Bram");

        Assert.Contains("  Anna: lijst van accounts bekeken: 3", log);
        Assert.Contains("  Anna: lijst van bronnen bekeken: 1", log);
        Assert.Contains("  Bram: raadplegingen bekeken", log);
        Assert.Equal(
            "people.not-your-log",
            (await archive.Get<AccessLog>().Read(handler, 10, default)).Refusal?.Code);
    }

    [Fact]
    public async Task A_day_of_which_the_term_is_over_is_warned_of_and_one_read_in_two_ways_is_refused()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Officers();
        const string Request = "request new --requester K --subject Y --officer Anna --received-on ";

        var late = await Typed(archive, Request + "2025-03-10", language: "en_GB.UTF-8");
        Assert.Contains("received on Monday 10 March 2025.", late);
        Assert.Contains("THE TERM HAS LAPSED: it was to be decided by Monday 7 April 2025", late);
        Assert.Contains("Check the day of receipt", late);

        var refused = await Typed(archive, Request + "05-11-2026", code: 1, language: "en_GB.UTF-8");
        Assert.Contains("'05-11-2026' does not fit --received-on DATE: Day of receipt", refused);
        Assert.Contains("such as 2026-11-20.", refused);
        await archive.BringUpToDate();
        Assert.Single((await archive.RecordedFacts()).OfType<Archive.Requests.RequestReceived>());
    }

    [Fact]
    public async Task A_mention_and_the_name_that_shows_it_are_redacted_in_one_act()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var id = await archive.Scoped("from:samira");
        var request = await archive.Request(id);
        var versions = await archive.Get<RecordVersions>()
            .Of([.. request.Records.Values.Select(r => r.Scoped.Version)], default);
        var (number, version) = request.Records.Values
            .Select(r => (r.Number, versions[r.Scoped.Version])).First(r => r.Item2.Text.StartsWith('@'));

        var said = await Typed(
            archive, $"request redact {request.Number} {number} --mention @gemeente --ground 5.1.2e --officer Anna");

        Assert.Contains($"gelakt: {version.Text.Split(' ')[0]} (5.1.2e)", said);
        Assert.Equal(2, (await archive.Request(id)).Records[number].Redactions.Count);
    }

    private static async Task<string> Typed(
        ArchiveUnderTest archive, string command, int code = 0, string language = "nl_NL.UTF-8")
    {
        var words = Word().Matches(command).Select(w => w.Value.Trim('\'')).ToArray();
        using var process = ProductProcess.Cli(
            archive.Settings, words, ("ARCHIVE_OFFICER_PASSWORD", ArchiveUnderTest.Password), ("LC_ALL", language));
        var ended = await process.Ended(TimeSpan.FromMinutes(3));
        Assert.True(code == ended, $"{command}\n{process.Output}");
        return process.Output;
    }

    private static string Next(string said) => NextLine().Match(said).Groups["command"].Value;

    [GeneratedRegex(@"^Hierna: \./archive (?<command>.+)$", RegexOptions.Multiline)]
    private static partial Regex NextLine();

    [GeneratedRegex("'[^']*'|[^ ]+")]
    private static partial Regex Word();
}
