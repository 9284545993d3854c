using System.Text.RegularExpressions;
using Archive.Evidence.Facts;

namespace Archive.Tests.Architecture;

public partial class DecisionPageTests
{
    [Fact]
    public void Every_decision_page_that_code_names_is_there()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(DirectionTests.Root, "docs", "decisions"), "*.md")
            .Select(p => Path.GetFileName(p)[..4]).ToHashSet();

        Assert.Empty(
            from file in Directory.EnumerateFiles(
                Path.Combine(DirectionTests.Root, "src"),
                "*.cs",
                SearchOption.AllDirectories)
            from Match page in Page().Matches(File.ReadAllText(file))
            where !pages.Contains(page.Groups[1].Value)
            select $"{Path.GetRelativePath(DirectionTests.Root, file)} names {page.Value}");
    }

    [GeneratedRegex(@"docs/decisions/([0-9]{4})")]
    private static partial Regex Page();
}
