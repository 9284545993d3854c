using System.Text.RegularExpressions;
using Archive.Evidence.Facts;

namespace Archive.Tests.Docs;

/// <summary>docs/walkthrough.md tells the truth: its snippets are the journey test's, its files exist.</summary>
public partial class WalkthroughTests
{
    private static readonly string Root = RepositoryRoot();

    private static readonly string Page = Read("docs/walkthrough.md");

    [Fact]
    public void Every_region_of_the_journey_is_shown_word_for_word_and_in_its_order()
    {
        var journey = Read("tests/Archive.IntegrationTests/Journeys/A_post_becomes_a_page_in_a_signed_pdf.cs");
        var regions = Region().Matches(journey).Select(m => (m.Groups["name"].Value, Dedent(m.Groups["code"].Value)))
            .ToList();
        var snippets = Snippet().Matches(Page).Select(m => (m.Groups["name"].Value, m.Groups["code"].Value)).ToList();

        Assert.Equal(12, regions.Count);
        Assert.Equal(regions, snippets);
        Assert.Equal(snippets.Count, Page.Split("```csharp").Length - 1);
    }

    [Fact]
    public void Every_hop_names_a_file_that_exists_and_a_section_of_the_page()
    {
        var hops = Hop().Matches(Page);

        Assert.Equal(Enumerable.Range(1, 12), hops.Select(h => int.Parse(h.Groups["number"].ValueSpan, null)));
        Assert.All(
            hops,
            h => Assert.True(File.Exists(Path.Combine(Root, h.Groups["file"].Value)), h.Groups["file"].Value));
        Assert.All(hops, h => Assert.Contains($"\n## {h.Groups["number"].Value}. {h.Groups["title"].Value}\n", Page));
    }

    [Fact]
    public void Every_link_leads_somewhere() => Assert.All(
        Link().Matches(Page).Select(m => m.Groups["to"].Value),
        to => Assert.True(File.Exists(Path.Combine(Root, "docs", to)), to));

    private static string Dedent(string code)
    {
        var lines = code.Split('\n');
        var margin = lines.Where(l => l.Length > 0).Min(l => l.Length - l.TrimStart(' ').Length);
        return string.Join('\n', lines.Select(l => l.Length > 0 ? l[margin..] : l));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string RepositoryRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Archive.sln")))
            at = at.Parent;
        return at?.FullName
            ?? throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} is not below the repository.");
    }

    [GeneratedRegex(@"#region (?<name>\w+)\n(?<code>.*?)\n *#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"<!-- region: (?<name>\w+) -->\n```csharp\n(?<code>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex(
        @"^\| (?<number>[0-9]+) \[(?<title>\w+)\]\(#\k<number>-\w+\) \| [^|]+ \| `(?<file>[^`]+)` \|$",
        RegexOptions.Multiline)]
    private static partial Regex Hop();

    [GeneratedRegex(@"\]\((?<to>[^)#]+)\)")]
    private static partial Regex Link();
}
