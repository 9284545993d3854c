using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Archive.Evidence;
using Archive.Evidence.Facts;

namespace Archive.Tests.Architecture;

/// <summary>Who may know whom. The picture is the capability table in the design; this is the part that fails the build.</summary>
public partial class DirectionTests
{
    /// <summary>Capability to the capabilities it may use. A pair that is missing is forbidden.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["People"] = [],
        ["Sources"] = ["People"],
        ["Capture"] = ["Sources", "People"],
        ["Anchoring"] = ["Capture"],
        ["Records"] = ["Sources", "Capture", "People"],
        ["Ads"] = ["Records", "People"],
        ["Retention"] = ["Records", "People"],
        ["Restore"] = ["Requests", "Retention", "Capture", "Records", "People"],
        ["Integrity"] = ["Sources", "Capture", "Records", "Retention"],
        ["Requests"] = ["Records", "Retention", "People"],
        ["Exports"] = ["People", "Sources", "Capture", "Anchoring", "Records", "Ads", "Retention", "Integrity", "Requests"],
        ["Keys"] = ["People", "Records", "Exports"], // what signs an export; the rest knows keys as Evidence has them
    };

    public static string Root { get; } = FindRoot();

    private static string Domain => Path.Combine(Root, "src", "Archive");

    [Fact]
    public void A_capability_uses_only_what_it_may() => Assert.Empty(
        from capability in Capabilities()
        where MayUse.ContainsKey(capability)
        from file in Sources(capability)
        from use in Forbidden(capability, File.ReadAllText(file))
        select $"{Path.GetRelativePath(Root, file)} uses Archive.{use}");

    [Fact]
    public void Every_capability_folder_is_in_the_table() =>
        Assert.DoesNotContain(Capabilities(), folder => !MayUse.ContainsKey(folder));

    [Fact]
    public void Every_file_is_in_the_namespace_of_its_folder() => Assert.Empty(
        from capability in Capabilities()
        from file in Sources(capability)
        let name = Path.GetRelativePath(Path.Combine(Root, "src"), Path.GetDirectoryName(file)!).Replace('/', '.')
        where !File.ReadAllText(file).Contains($"namespace {name};", StringComparison.Ordinal)
        select $"{Path.GetRelativePath(Root, file)} is not in namespace {name}");

    [Fact]
    public void No_capability_uses_itself_by_a_detour()
    {
        foreach (var start in MayUse.Keys)
        {
            var reached = new HashSet<string>();
            var next = new Queue<string>(MayUse[start]);
            while (next.TryDequeue(out var used))
            {
                if (reached.Add(used))
                    Array.ForEach(MayUse[used], next.Enqueue);
            }

            Assert.DoesNotContain(start, reached);
        }
    }

    [Theory]
    [InlineData("using Archive.Exports;", "Exports")]
    [InlineData("var page = Exports.PostPage.Of(post);", "Exports")] // C# allows this inside Archive.* without a using
    [InlineData("Capture.RecordKind kind", "Capture")]
    public void A_forbidden_use_is_found(string line, string used) =>
        Assert.Equal([used], Forbidden("Requests", line));

    [Theory]
    [InlineData("using Archive.Records;")] // allowed by the table
    [InlineData("plan.Exports.Count")] // a member that happens to have the name
    [InlineData("// as Exports.PostPage shows it")] // a comment uses nothing
    public void What_is_no_forbidden_use_passes(string line) => Assert.Empty(Forbidden("Requests", line));

    [Fact]
    public void Evidence_knows_nothing_but_the_platform() => Assert.DoesNotContain(
        typeof(Digest).Assembly.GetReferencedAssemblies(),
        a => a.Name!.StartsWith("Archive", StringComparison.Ordinal)
             || a.Name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal));

    private static IEnumerable<string> Forbidden(string capability, string source) =>
        from Match use in Mention().Matches(Comment().Replace(source, ""))
        let used = use.Groups[1].Value + use.Groups[2].Value
        where used != capability && MayUse.ContainsKey(used) && !MayUse[capability].Contains(used)
        select used;

    private static IEnumerable<string> Capabilities() =>
        Directory.EnumerateDirectories(Domain).Select(d => Path.GetFileName(d)!).Where(d => d is not ("bin" or "obj"));

    private static IEnumerable<string> Sources(string capability) =>
        Directory.EnumerateFiles(Path.Combine(Domain, capability), "*.cs", SearchOption.AllDirectories);

    private static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    /// <summary>"Archive.Exports", or "Exports.Something".</summary>
    [GeneratedRegex(@"(?<![\w.])(?:Archive\.(\w+)|(\w+)(?=\.[A-Z]))")]
    private static partial Regex Mention();

    [GeneratedRegex(@"//.*")]
    private static partial Regex Comment();
}
