using System.Text.RegularExpressions;
using Archive.Tests.Architecture;

namespace Archive.Tests.Docs;

/// <summary>The table of docs/security.md names tests; each is there under that name.</summary>
public partial class SecurityPageTests
{
    private static readonly string Page =
        File.ReadAllText(Path.Combine(DirectionTests.Root, "docs", "security.md"));

    [Fact]
    public void Every_test_that_is_named_is_there()
    {
        var sources = Directory.EnumerateFiles(
            Path.Combine(DirectionTests.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        var named = Named().Matches(Page).Select(m => (Class: m.Groups["class"].Value, Test: m.Groups["test"].Value))
            .ToList();

        Assert.True(named.Count >= 20);
        Assert.Equal([], named.Where(n => !sources[n.Class].Any(
            s => Regex.IsMatch(s, $@"public (async )?(Task|void) {n.Test}\("))));
    }

    [Fact]
    public void Every_row_says_which_test_shows_it() => Assert.Equal(
        [], Rows().Matches(Page).Select(m => m.Value).Where(row => !Named().IsMatch(row)));

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<test>\w+)`")]
    private static partial Regex Named();

    /// <summary>Below the line under the head.</summary>
    [GeneratedRegex(@"(?m)^\| \*\*.*\|$")]
    private static partial Regex Rows();
}
