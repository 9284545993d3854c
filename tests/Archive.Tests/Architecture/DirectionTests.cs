using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Archive.Evidence;
using Archive.Storage.Facts;

namespace Archive.Tests.Architecture;

/// <summary>
/// Who may know whom: projects, their folders, and the capabilities. The picture is in the design; this is the part
/// that fails the build.
/// </summary>
public partial class DirectionTests
{
    /// <summary>Per project, folder to the folders it may use. A pair that is missing is forbidden.</summary>
    private static readonly Dictionary<string, Dictionary<string, string[]>> MayUse = new()
    {
        ["Archive.Evidence"] = new()
        {
            ["Canonical"] = [],
            ["Merkle"] = [],
            ["Notes"] = ["Canonical", "Merkle"],
            ["Content"] = ["Canonical", "Merkle"],
            ["Facts"] = ["Canonical", "Content"],
            ["Cms"] = [],
            ["Zip"] = [],
            ["Sets"] = ["Canonical", "Facts", "Notes", "Zip"],
            ["Verification"] = ["Canonical", "Cms", "Content", "Facts", "Merkle", "Notes", "Sets", "Zip"],
        },
        ["Archive.Storage"] = new()
        {
            ["Files"] = [],
            ["Postgres"] = [],
            ["Facts"] = ["Postgres"],
            ["Vault"] = ["Files"],
            ["Keys"] = ["Files", "Postgres", "Vault"],
            ["Log"] = ["Facts", "Files", "Keys", "Postgres"],
            ["Anchor"] = ["Files", "Keys", "Log", "Postgres"],
            ["Witnesses"] = ["Files", "Keys", "Log", "Postgres"],
        },
        ["Archive"] = new()
        {
            ["Home"] = [],
            ["People"] = [],
            ["Law"] = [],
            ["Health"] = [],
            ["Sources"] = ["People"],
            ["Capture"] = ["Sources", "People", "Health"],
            ["Keys"] = ["People", "Capture", "Records"],
            ["Anchoring"] = ["Capture", "Keys"], // Capture/Http is for whoever asks a server
            ["Records"] = ["Sources", "Capture", "People", "Health"],
            ["Ads"] = ["Records", "People"],
            ["Retention"] = ["Capture", "Records", "People"],
            ["Restore"] = ["Requests", "Retention", "Capture", "Records", "People", "Keys", "Integrity"],
            ["Integrity"] = ["Sources", "Capture", "Records", "Retention", "Health", "Keys"],
            ["Requests"] = ["Law", "Records", "Retention", "People"],
            ["Exports"] =
            [
                "Home", "People", "Law", "Sources", "Capture", "Keys", "Anchoring", "Records", "Ads", "Retention",
                "Integrity",
                "Requests", "Health", "Restore",
            ],
        },
    };

    /// <summary>
    /// What no folder may import from its own project: names of folders that are also words of the language.
    /// </summary>
    private static readonly string[] OtherProjects =
        ["Evidence", "Storage", "Marten", "Verifier", "Web", "Worker", "Cli"];

    public static string Root { get; } = FindRoot();

    public static TheoryData<string> Projects => new(MayUse.Keys);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_only_what_it_may(string project) => Assert.Empty(
        from folder in Folders(project)
        where MayUse[project].ContainsKey(folder)
        from file in Sources(project, folder)
        from use in Forbidden(project, folder, File.ReadAllText(file))
        select $"{Path.GetRelativePath(Root, file)} uses {project}.{use}");

    /// <summary>Files directly in src/Archive are words that all share; one puts the capabilities together.</summary>
    [Fact]
    public void The_root_knows_no_capability() => Assert.Empty(
        from file in Directory.EnumerateFiles(Home("Archive"), "*.cs")
        where Path.GetFileName(file) != "ArchiveServices.cs"
        from use in Uses("Archive", File.ReadAllText(file)).Distinct()
        select $"{Path.GetFileName(file)} uses {use}");

    [Fact]
    public void The_root_is_put_together_in_one_file() => Assert.NotEmpty(
        Uses("Archive", File.ReadAllText(Path.Combine(Home("Archive"), "ArchiveServices.cs"))));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_folder_is_in_the_table(string project) =>
        Assert.DoesNotContain(
            Folders(project),
            folder => !MayUse[project].ContainsKey(folder) && HasCode(project, folder));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_file_is_in_the_namespace_of_its_folder(string project) => Assert.Empty(
        from folder in Folders(project)
        from file in Sources(project, folder)
        let name = Path.GetRelativePath(Path.Combine(Root, "src"), Path.GetDirectoryName(file)!).Replace('/', '.')
        where !File.ReadAllText(file).Contains($"namespace {name};", StringComparison.Ordinal)
        select $"{Path.GetRelativePath(Root, file)} is not in namespace {name}");

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_uses_itself_by_a_detour(string project)
    {
        Assert.Empty(Circles(MayUse[project]));
        Assert.Empty(Circles(Used(project)));
    }

    [Fact]
    public void A_planted_circle_is_found()
    {
        var planted = new Dictionary<string, string[]>(MayUse["Archive"]) { ["Sources"] = ["People", "Exports"] };

        Assert.Contains("Sources", Circles(planted));
        Assert.Contains("Exports", Circles(planted));
    }

    [Theory]
    [InlineData("using Archive.Exports;", "Exports")]
    [InlineData("using Archive.Exports.Pages;", "Exports")]
    [InlineData("var page = Exports.PostPage.Of(post);", "Exports")] // C# allows this inside Archive.* without a using
    [InlineData("Capture.RecordKind kind", "Capture")]
    public void A_forbidden_use_is_found(string line, string used) =>
        Assert.Equal([used], Forbidden("Archive", "Requests", line));

    [Theory]
    [InlineData("using Archive.Records;")] // allowed by the table
    [InlineData("using Archive.Storage.Keys;")] // another project's folder of the same name
    [InlineData("plan.Exports.Count")] // a member that happens to have the name
    [InlineData("// as Exports.PostPage shows it")] // a comment uses nothing
    public void What_is_no_forbidden_use_passes(string line) => Assert.Empty(Forbidden("Archive", "Requests", line));

    [Fact]
    public void Evidence_knows_no_database_no_cloud_and_no_other_project() => Assert.DoesNotContain(
        typeof(Digest).Assembly.GetReferencedAssemblies(),
        a => a.Name!.StartsWith("Archive", StringComparison.Ordinal)
             || a.Name.StartsWith("Npgsql", StringComparison.Ordinal)
             || a.Name.StartsWith("Azure", StringComparison.Ordinal)
             || a.Name.StartsWith("System.Net.Http", StringComparison.Ordinal)
             || a.Name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal));

    [Fact]
    public void The_verifier_restores_no_database_driver_and_no_cloud_package()
    {
        var restored = File.ReadAllText(Path.Combine(Root, "src", "Archive.Verifier", "packages.lock.json"));

        Assert.DoesNotContain("Npgsql", restored, StringComparison.Ordinal);
        Assert.DoesNotContain("Azure", restored, StringComparison.Ordinal);
    }

    [Fact]
    public void Storage_knows_only_evidence_of_this_product() => Assert.All(
        typeof(EventStore).Assembly.GetReferencedAssemblies()
            .Where(a => a.Name!.StartsWith("Archive", StringComparison.Ordinal)),
        a => Assert.Equal("Archive.Evidence", a.Name));

    private static IEnumerable<string> Forbidden(string project, string folder, string source) =>
        from used in Uses(project, source)
        where used != folder && !MayUse[project][folder].Contains(used)
        select used;

    /// <summary>Folders of the same project that some code mentions.</summary>
    private static IEnumerable<string> Uses(string project, string source) =>
        from Match use in Mention().Matches(Comment().Replace(source, ""))
        let path = use.Groups["whole"].Value
        let used = path.Length == 0
            ? use.Groups["part"].Value
            : path.StartsWith(project + ".", StringComparison.Ordinal) ? path[(project.Length + 1)..].Split('.')[0] : ""
        where MayUse[project].ContainsKey(used) && (path.Length > 0 || project == "Archive")
            && !(project == "Archive" && OtherProjects.Contains(used))
        select used;

    private static Dictionary<string, string[]> Used(string project) => Folders(project).ToDictionary(
        folder => folder,
        folder => Sources(project, folder).SelectMany(f => Uses(project, File.ReadAllText(f)))
            .Where(u => u != folder).Distinct().ToArray());

    /// <summary>Folders that reach themselves.</summary>
    private static List<string> Circles(IReadOnlyDictionary<string, string[]> uses)
    {
        var circles = new List<string>();
        foreach (var start in uses.Keys)
        {
            var reached = new HashSet<string>();
            var next = new Queue<string>(uses[start]);
            while (next.TryDequeue(out var used))
            {
                if (reached.Add(used))
                    Array.ForEach(uses.GetValueOrDefault(used, []), next.Enqueue);
            }

            if (reached.Contains(start))
                circles.Add(start);
        }

        return circles;
    }

    private static string Home(string project) => Path.Combine(Root, "src", project);

    private static IEnumerable<string> Folders(string project) =>
        Directory.EnumerateDirectories(Home(project)).Select(d => Path.GetFileName(d)!)
            .Where(d => d is not ("bin" or "obj"));

    private static bool HasCode(string project, string folder) => Sources(project, folder).Any();

    private static IEnumerable<string> Sources(string project, string folder) =>
        Directory.EnumerateFiles(Path.Combine(Home(project), folder), "*.cs", SearchOption.AllDirectories);

    private static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    /// <summary>"Archive.Exports.Pages", or "Exports.Something".</summary>
    [GeneratedRegex(@"(?<![\w.])(?:(?<whole>Archive(?:\.\w+)+)|(?<part>\w+)(?=\.[A-Z]))")]
    private static partial Regex Mention();

    [GeneratedRegex(@"//.*")]
    private static partial Regex Comment();
}
