using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Archive.Evidence;
using Archive.Exports;
using Archive.People;
using Archive.Records;
using Archive.Requests;

namespace Archive.IntegrationTests.Exports;

/// <summary>
/// What a reader copies out of the finished PDF, by another program than ours, held against what the set opens.
/// </summary>
public sealed partial class ReadBackTests
{
    [Fact]
    public async Task Each_opened_word_stands_with_its_document_and_no_other_captured_word_anywhere()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        archive.Server.Platform.State = "later"; // posts are edited, comments come and go
        await archive.Visit();
        var (handler, approver) = await archive.Officers();
        var id = await Scoped(archive, handler, "from:gemeente after:2026-10-30", "kerkstraat", "fiets*");
        var withheld = await Judge(archive, id, handler);

        await Decide(archive, id, handler, approver);
        var export = (await archive.Get<SealExport>().Seal(id, handler, Language.Nl, null, default)).Value();
        var (verdict, report) = WholeRequest.Check(export);
        Assert.True(verdict == 0, report);

        var pages = await PdfWords.Of(Assert.Single(export.Pdfs));
        var documents = Sections(pages);
        var shown = Shown(export.Directory);
        Assert.True(shown.Count > 20 && withheld.Count > 5, $"{shown.Count} documents, {withheld.Count} withheld");
        Assert.Equal(shown.Keys.Order(), documents.Keys.Order());
        Assert.Contains(shown.Values, document => document.Versions > 1);
        Assert.All(shown, document => Assert.All(
            document.Value.Words.Where(word => !RightToLeft().IsMatch(word)),
            word => Assert.Contains(word, documents[document.Key], StringComparison.Ordinal)));
        // Where a script runs from right to left, pdftotext gives the letters of a ligature in another order.
        Assert.All(shown, document => Assert.All(
            string.Concat(document.Value.Words.Where(word => RightToLeft().IsMatch(word))).CountBy(letter => letter),
            letter => Assert.True(documents[document.Key].Count(c => c == letter.Key) >= letter.Value)));

        var captured = await Captured(archive);
        var opened = shown.Values.SelectMany(s => s.Values).SelectMany(Tokens).ToHashSet(StringComparer.Ordinal);
        var labels = Labels();
        var others = captured.Where(word => !opened.Contains(word) && !labels.Contains(word)).ToHashSet();
        Assert.True(others.Count > 500, $"{others.Count}");
        Assert.DoesNotContain(Tokens(pages), others.Contains);
        Assert.All(withheld, word => Assert.DoesNotContain(word, Whole(pages), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Every_address_and_digest_is_given_back_exactly_once_line_ends_are_taken_out()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var export = await archive.Disclose("fiets*");

        var whole = Whole(await PdfWords.Of(Assert.Single(export.Pdfs)));
        var shown = Shown(export.Directory);

        Assert.True(shown.Count > 3);
        Assert.Contains(shown.Values, s => s.Exact.Any(value => DigestForm().IsMatch(value)));
        Assert.All(
            shown.Values.SelectMany(s => s.Exact), value => Assert.Contains(value, whole, StringComparison.Ordinal));
        Assert.All(Commitments(export.Directory), root => Assert.Contains(root, whole, StringComparison.Ordinal));
        Assert.DoesNotContain('\u200b', whole);
        Assert.DoesNotContain('\u00ad', whole);
    }

    private static async Task<Guid> Scoped(ArchiveUnderTest archive, Officer handler, params string[] searches)
    {
        var id = await archive.Scoped(searches[0]);
        foreach (var search in searches[1..])
        {
            var scope = (await archive.Get<ScopeSearch>().Freeze(id, Ids.New(), search, default)).Value();
            Assert.Null((await archive.Get<RequestDesk>().Scope(scope, handler, default)).Refusal);
        }

        return id;
    }

    /// <summary>
    /// Redacts, in each document that has one, a long word that stands nowhere else; does not disclose the last of the
    /// others.
    /// </summary>
    /// <returns>What was redacted.</returns>
    private static async Task<IReadOnlyList<string>> Judge(ArchiveUnderTest archive, Guid id, Officer handler)
    {
        var desk = archive.Get<RequestDesk>();
        var scoped = (await archive.Request(id)).Records;
        var versions = await archive.Get<RecordVersions>()
            .Of([.. scoped.Values.Select(r => r.Scoped.Version)], default);
        var everything = versions.Values.SelectMany(v => v.Members.Select(m => m.Value)).ToList();
        var labels = Labels();
        var withheld = new List<string>();
        foreach (var (number, record) in scoped.OrderBy(r => r.Key))
        {
            var version = versions[record.Scoped.Version];
            var word = version.Members.Where(m => m.Path.StartsWith("text/", StringComparison.Ordinal))
                .Select(m => m.Value).FirstOrDefault(v => v.Length >= 8 && v.All(char.IsAsciiLetterLower)
                    && !labels.Contains(v)
                    && everything.Count(other => other.Contains(v, StringComparison.OrdinalIgnoreCase)) == 1);
            var last = number == scoped.Keys.Max();
            if (word is not null && !last)
            {
                var passage = Assert.Single(FindPassages.InText(version, word));
                var redacted = await desk.Redact(new(id, Ids.New(), number, passage, ["5.1.2e"]), handler, default);
                Assert.Null(redacted.Refusal);
                withheld.Add(word);
            }

            AssessRecord judged = last
                ? new(id, number, Assessment.Withheld, ["5.1.2e"], "Niet openbaar omdat het een proef is.")
                : word is not null
                    ? new(id, number, Assessment.DisclosedInPart, [], "Een woord blijft weg.")
                    : new(id, number, Assessment.Disclosed, []);
            Assert.Null((await desk.Assess(judged, handler, default)).Refusal);
        }

        return withheld;
    }

    private static async Task Decide(ArchiveUnderTest archive, Guid id, Officer handler, Officer approver)
    {
        var desk = archive.Get<RequestDesk>();
        Assert.Null((await desk.Propose(new(id), handler, default)).Refusal);
        var proposal = (await archive.Request(id)).Proposed!.Proposal;
        Assert.Null((await desk.Approve(new(id, proposal), approver.Name, ArchiveUnderTest.Password, default)).Refusal);
        var outcome = DecideRequest.OutcomeOf(await archive.Request(id));
        Assert.Null((await desk.Decide(
            new(id, outcome, archive.Get<OfficeTime>().Today), handler, default)).Refusal);
    }

    /// <summary>The text of each document's place on the pages, without white space, by number.</summary>
    private static Dictionary<int, string> Sections(string pages)
    {
        var headings = Heading().Matches(pages);
        return headings.Select((heading, i) => (
                Number: int.Parse(heading.Groups["number"].Value, CultureInfo.InvariantCulture),
                Text: pages[heading.Index..(i + 1 < headings.Count ? headings[i + 1].Index : pages.Length)]))
            .ToDictionary(section => section.Number, section => Whole(section.Text));
    }

    /// <summary>What the set opens, by number, as its own files say.</summary>
    private static Dictionary<int, Opened> Shown(string set)
    {
        using var records = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(set, "data/records.json")));
        var entries = records.RootElement.EnumerateArray().Where(e => e.TryGetProperty("members", out _)).ToList();
        return entries.ToDictionary(
            entry => entry.GetProperty("number").GetInt32(),
            entry => new Opened(
                [.. entry.GetProperty("members").EnumerateArray().Select(m => (m[0].GetString()!, m[1].GetString()!))],
                entries.Count(e => e.GetProperty("record").GetString() == entry.GetProperty("record").GetString())));
    }

    private static List<string> Commitments(string set)
    {
        var roots = new List<string>();
        foreach (var file in Directory.GetFiles(Path.Combine(set, "evidence/facts"), "*.json"))
        {
            using var fact = JsonDocument.Parse(File.ReadAllBytes(file));
            if (fact.RootElement.GetProperty("data").TryGetProperty("content", out var content))
                roots.Add(content.GetProperty("root").GetString()!);
        }

        return roots;
    }

    private static async Task<HashSet<string>> Captured(ArchiveUnderTest archive)
    {
        var hits = await archive.Find("platform:mastodon");
        var versions = await archive.Get<RecordVersions>().OfRecords([.. hits.Select(h => h.Record)], default);
        return [.. versions.SelectMany(v => v.Members).SelectMany(m => Tokens(m.Value))];
    }

    /// <summary>Words of the product's own: pages say some of them whatever was captured.</summary>
    private static HashSet<string> Labels() =>
    [
        .. Directory.GetFiles(Path.Combine(Repository(), "src/Archive"), "*.nl.resx", SearchOption.AllDirectories)
            .SelectMany(file => Value().Matches(File.ReadAllText(file)))
            .SelectMany(m => Tokens(m.Groups["text"].Value)),
        .. Tokens("De Voorbeeldkrant Alles Niet openbaar omdat het een proef is. Een woord blijft weg. Mastodon"),
    ];

    /// <summary>Words with a letter, without the signs around them.</summary>
    private static IEnumerable<string> Tokens(string text) => Word().Matches(text).Select(m => m.Value);

    private static string Whole(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static string Repository()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "Archive.sln")))
            at = Path.GetDirectoryName(at)!;
        return at;
    }

    /// <param name="Versions">How many of its record are shown.</param>
    private sealed record Opened(IReadOnlyList<(string Path, string Value)> Members, int Versions)
    {
        private static readonly string[] Told = ["/multiple", "/expires-at", "/sensitive", "/posted-at"];

        public IEnumerable<string> Values => Members.Select(m => m.Value);

        /// <summary>
        /// What stands on the page as it was captured; moments and languages are put into the reader's words.
        /// </summary>
        public IEnumerable<string> Words => Members
            .Where(m => m.Path is "url" or "author-name" or "author-handle" || m.Path.Contains('/'))
            .Where(m => !Told.Any(end => m.Path.EndsWith(end, StringComparison.Ordinal)))
            .Select(m => Whole(m.Value)).Where(value => value.Length > 0);

        public IEnumerable<string> Exact => Members
            .Where(m => ExactPath().IsMatch(m.Path))
            .Select(m => m.Value);
    }

    [GeneratedRegex(@"^(?<number>[1-9][0-9]*) – ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]*\p{L}[\p{L}\p{M}\p{N}]*")]
    private static partial Regex Word();

    [GeneratedRegex("<value>(?<text>[^<]*)</value>")]
    private static partial Regex Value();

    [GeneratedRegex(@"[\u0590-\u08ff]")]
    private static partial Regex RightToLeft();

    [GeneratedRegex(@"\A(url|[a-z]+/(quote|share)/url|link/[0-9]+|media/[0-9]+/digest)\z")]
    private static partial Regex ExactPath();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex DigestForm();
}
