using System.Text.RegularExpressions;

namespace Archive.Tests.Architecture;

/// <summary>What is one of a kind lies in its own folder, and nothing else in the domain names it.</summary>
public partial class OneFolderTests
{
    /// <summary>Files that name the Woo all the same, and why.</summary>
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["src/Archive/Requests/RequestRights.cs"] = "the Dutch name of a role",
    };

    [Fact]
    public void Only_its_own_folder_names_a_kind_of_request() => Assert.Empty(
        from path in Directory.EnumerateFiles(
            Path.Combine(DirectionTests.Root, "src", "Archive"), "*.cs", SearchOption.AllDirectories)
        let file = Path.GetRelativePath(DirectionTests.Root, path).Replace('\\', '/')
        where !file.StartsWith("src/Archive/Requests/Woo/", StringComparison.Ordinal)
            && !file.Contains("/obj/", StringComparison.Ordinal)
            && !Allowed.ContainsKey(file)
        where NamesTheWoo(File.ReadAllText(path))
        select file);

    [Theory]
    [InlineData("new Refusal(why, \"Woo art. 5.1\")", true)]
    [InlineData("using Archive.Requests.Woo;", true)]
    [InlineData("WooRequestKind.Word", true)]
    [InlineData("/// such as the Woo", false)]
    [InlineData("var words = Words(text);", false)]
    public void A_name_is_found(string code, bool named) => Assert.Equal(named, NamesTheWoo(code));

    private static bool NamesTheWoo(string code) => Name().IsMatch(Comment().Replace(code, ""));

    [GeneratedRegex(@"\bWoo(?![a-z])|\bWOO\b(?!-2026)")]
    private static partial Regex Name();

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();
}
