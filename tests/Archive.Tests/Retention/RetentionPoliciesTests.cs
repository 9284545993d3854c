using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Retention.Policies;
using Archive.Tests.Architecture;

namespace Archive.Tests.Retention;

public class RetentionPoliciesTests
{
    private const string Good =
        """
        id: list
        title: Een lijst
        source:
          name: Een lijst
          citation: Stcrt. 2020, 1
          adopted: 2020-02-18
        validFrom: 2020-01-01
        categories:
          - number: "20.1"
            name: Informeren
            appliesTo: [post]
            disposition: vernietigen
            term: P1Y
            starts: nihil
            certainty: found
          - number: "20.1.2"
            name: Publicatie
            appliesTo: []
            disposition: bewaren
            certainty: uncertain
            remark: Vraag de archivaris.
        """;

    private static string Folder => Path.Combine(DirectionTests.Root, "retention-policies");

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(f => Path.GetFileName(f)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_we_ship_is_good(string file) =>
        Assert.Empty(RetentionPolicies.Read(file, File.ReadAllText(Path.Combine(Folder, file))).Problems);

    [Fact]
    public void The_list_for_municipalities_reads_as_it_was_published()
    {
        var list = RetentionPolicies.Load(Folder).Single(p => p.Id == "selectielijst-gemeenten-2020-sociale-media");

        Assert.Equal("Stcrt. 2020, 11143", list.Citation);
        var certificates = list.Categories.Single(c => c.Number == "19.1.18");
        Assert.Equal((Disposition.Bewaren, null), (certificates.Disposition, certificates.Term));
        var invoices = list.Categories.Single(c => c.Number == "18.1");
        Assert.Equal(
            (Disposition.Vernietigen, new RetentionTerm(7, TermUnit.Years)),
            (invoices.Disposition, invoices.Term!.Value));
        Assert.Equal(PolicyCertainty.Uncertain, list.Categories.Single(c => c.Number == "20.1.2").Certainty);
    }

    public static TheoryData<string, string, int, string> Mistakes => new()
    {
        { "id: list", "id: another", 1, "`id` is the file's name without .yaml: list, not 'another'" },
        { "title: Een lijst", "", 1, "`title` is missing" },
        { "title: Een lijst", "titel: Een lijst", 2, "`titel` is not known here" },
        { "adopted: 2020-02-18", "adopted: 18-02-2020", 6, "is a day such as 2020-01-31, not '18-02-2020'" },
        { "validFrom: 2020-01-01", "validFrom: 2020-01-01\nvalidTo: 2019-12-31", 8, "not before `validFrom`" },
        { "number: \"20.1\"", "number: twintig", 9, "is written like \"20.1.2\", not 'twintig'" },
        { "number: \"20.1.2\"", "number: \"20.1\"", 16, "20.1 is there twice" },
        { "term: P1Y", "term: 1 jaar", 13, "`term` is written like P7Y, P6M or P42D, not '1 jaar'" },
        { "term: P1Y", "term: P0Y", 13, "`term` is written like" },
        { "    term: P1Y\n", "", 9, "`term` is missing" },
        { "starts: nihil", "starts: meteen", 14, "`starts` is one of nihil" },
        {
            "disposition: vernietigen",
            "disposition: weggooien",
            12,
            "`disposition` is one of bewaren, vernietigen, not 'weggooien'" },
        { "disposition: vernietigen", "disposition: bewaren", 13, "What is kept for ever has no `term`" },
        { "certainty: found", "certainty: zeker", 15, "`certainty` is one of" },
        { "appliesTo: [post]", "appliesTo: [post, tweet]", 11, "not 'tweet'" },
        { "appliesTo: [post]", "appliesTo: post", 11, "`appliesTo` is a list" },
        { "appliesTo: [post]", "appliesTo: [post, post]", 11, "names something twice" },
        { "appliesTo: []", "appliesTo: [post]", 18, "`post` is in category 20.1 already" },
        { "    remark: Vraag de archivaris.", "", 16, "`remark` is missing" },
        { "title: Een lijst", "title: [een, lijst]", 2, "`title` is one value" },
        { "title: Een lijst", "title: &t Een lijst", 2, "Anchors" },
        { "title: Een lijst", "title: \"Een lijst", 2, "does not read as YAML" },
        // twice
        { "validFrom: 2020-01-01", "validFrom: 2020-01-01\nvalidFrom: 2021-01-01", 8, "does not read as YAML" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_told_with_its_line_and_how_to_mend_it(string right, string wrong, int line, string what)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);

        var (policy, problems) = RetentionPolicies.Read(
            "list.yaml",
            Good.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Null(policy);
        Assert.Contains(problems, p => p.Line == line && $"{p.What}".Contains(what, StringComparison.Ordinal));
    }

    [Fact]
    public void The_file_without_mistakes_is_read()
    {
        var (policy, problems) = RetentionPolicies.Read("list.yaml", Good);

        Assert.Empty(problems);
        Assert.Equal(["20.1", "20.1.2"], policy!.Categories.Select(c => c.Number));
        Assert.Equal([AppliesTo.Post], policy.Categories[0].AppliesTo);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- een\n- twee")]
    [InlineData("zomaar tekst")]
    [InlineData("a: 1\n---\nb: 2")]
    public void What_is_no_policy_at_all_is_told_so(string yaml) =>
        Assert.NotEmpty(RetentionPolicies.Read("list.yaml", yaml).Problems);

    [Fact]
    public void A_folder_with_a_wrong_file_stops_the_archive_and_names_it()
    {
        var folder = Directory.CreateTempSubdirectory("archive-policies-").FullName;
        Assert.Contains(
            "no retention policy",
            Assert.Throws<FaultException>(() => RetentionPolicies.Load(folder)).Message,
            StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "list.yaml"), Good.Replace("P1Y", "P1", StringComparison.Ordinal));

        var fault = Assert.Throws<FaultException>(() => RetentionPolicies.Load(folder));

        Assert.Contains("list.yaml, line 13: `term` is written like", fault.Message, StringComparison.Ordinal);
        Assert.Contains("list.yaml, regel 13: `term` wordt geschreven als", fault.In(Language.Nl));
        Directory.Delete(folder, recursive: true);
    }

    [Theory] // the schema serves editors; it knows the same words as the reader
    [InlineData("disposition")]
    [InlineData("starts")]
    [InlineData("certainty")]
    [InlineData("appliesTo")]
    public void The_schema_knows_the_words_of_the_reader(string member)
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "schema.json")))!;
        var property = schema["properties"]!["categories"]!["items"]!["properties"]![member]!;
        var words = (property["enum"] ?? property["items"]!["enum"])!.AsArray().Select(w => (string)w!).ToList();

        var told = RetentionPolicies.Read("list.yaml", Good.Replace(
            member switch
            {
                "disposition" => "disposition: vernietigen",
                "starts" => "starts: nihil",
                "certainty" => "certainty: found",
                _ => "appliesTo: [post]",
            },
            member == "appliesTo" ? "appliesTo: [onbekend]" : $"{member}: onbekend",
            StringComparison.Ordinal)).Problems.Select(p => $"{p.What}");

        Assert.Contains(told, t => t.Contains($"is one of {string.Join(", ", words)}, not", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(7, TermUnit.Years, "2024-02-29", "2031-02-28")] // no such day in that year
    [InlineData(6, TermUnit.Months, "2026-08-31", "2027-02-28")]
    [InlineData(42, TermUnit.Days, "2026-11-20", "2027-01-01")]
    public void A_term_ends_on_a_day(int count, TermUnit unit, string from, string to) =>
        Assert.Equal(Day(to), new RetentionTerm(count, unit).After(Day(from)));

    private static DateOnly Day(string iso) =>
        DateOnly.ParseExact(iso, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
