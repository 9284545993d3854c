using System.Text.RegularExpressions;

namespace Archive.Tests.Architecture;

/// <summary>
/// What belongs to one folder alone: a table of database `perishable` is written by one, which also has its schema; a
/// capability's options are read by that capability. Found in the sources, so that nobody has to keep a list of owners.
/// </summary>
public partial class OwnerTests
{
    /// <summary>Per table, who else reads it.</summary>
    private static readonly Dictionary<string, string[]> OtherReaders = new()
    {
        ["forgotten"] = ["Archive/Keys"], // whether the key was ever used under which it is recognised
        ["identity"] = ["Archive/Keys", "Archive/Records"], // which record a parent is
        ["sighting"] = ["Archive/Records"], // which sources show a record
        ["medium"] = ["Archive.Storage/Keys"], // whether media were kept before there was a key to recognise them by
        ["source"] = ["Archive/Records"],
        ["unit_secret"] = ["Archive/Capture"], // secrets of media that nothing ever named
        ["visit"] = ["Archive/Records"],
    };

    private static readonly string Src = Path.Combine(DirectionTests.Root, "src");

    private static readonly List<(string Folder, string Text)> Code =
    [
        .. from file in Directory.EnumerateFiles(Src, "*.cs", SearchOption.AllDirectories)
           let folder = FolderOf(file)
           where !folder.Contains("/obj", StringComparison.Ordinal)
           select (folder, File.ReadAllText(file)),
    ];

    /// <summary>Each table with the folder that its schema lies in.</summary>
    public static TheoryData<string, string> Tables
    {
        get
        {
            var tables = new TheoryData<string, string>();
            foreach (var file in Directory.EnumerateFiles(Src, "*.sql", SearchOption.AllDirectories))
            {
                foreach (Match made in Made().Matches(File.ReadAllText(file)))
                    tables.Add(made.Groups["table"].Value, FolderOf(file));
            }

            return tables;
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_is_written_where_its_schema_lies_and_nowhere_else(string table, string owner) =>
        Assert.Equal([owner], Writers(Code, table));

    [Theory]
    [MemberData(nameof(Tables))]
    public void Who_else_reads_a_table_is_known(string table, string owner) => Assert.Equal(
        OtherReaders.GetValueOrDefault(table, []),
        Mentions(Code, table).Where(folder => folder != owner).Order(StringComparer.Ordinal));

    /// <summary>What the web host reads is given to it by who owns it (docs/decisions/0130).</summary>
    [Fact]
    public void A_view_for_the_web_reads_tables_of_its_own_folder_only()
    {
        var owner = Tables.ToDictionary(row => (string)row[0], row => (string)row[1]);
        var read =
            from file in Directory.EnumerateFiles(Src, "*.sql", SearchOption.AllDirectories)
            from Match view in View().Matches(File.ReadAllText(file))
            from Match table in Read().Matches(view.Value)
            select (View: view.Groups["view"].Value, Folder: FolderOf(file), Owner: owner[table.Groups["table"].Value]);

        Assert.NotEmpty(read);
        Assert.All(read, view => Assert.Equal((view.View, view.Folder), (view.View, view.Owner)));
    }

    [Fact]
    public void No_table_is_named_by_a_variable() => Assert.Empty(
        from file in Code where Unnamed().IsMatch(file.Text) select file.Folder);

    [Theory]
    [InlineData("DELETE FROM perishable.source WHERE")]
    [InlineData("INSERT INTO perishable.source (tenant_id)")]
    [InlineData("UPDATE perishable.source SET")]
    [InlineData("TRUNCATE perishable.source")]
    [InlineData("COPY perishable.source (tenant_id) FROM STDIN")]
    public void A_planted_second_writer_is_found(string sql) => Assert.Equal(
        ["Archive/Exports", "Archive/Sources"], Writers([.. Code, ("Archive/Exports", sql)], "source"));

    [Fact]
    public void No_capability_takes_another_s_options() => Assert.Empty(Takers(Code));

    [Fact]
    public void A_planted_taker_of_another_s_options_is_found() => Assert.Equal(
        ["Archive/Records takes CaptureOptions"],
        Takers([.. Code, ("Archive/Records", "class RecordSearch(CaptureOptions options)")]));

    private static IEnumerable<string> Writers(IEnumerable<(string Folder, string Text)> code, string table) => code
        .Where(file => Written().Matches(file.Text).Any(m => m.Groups["table"].Value == table))
        .Select(file => file.Folder).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> Mentions(IEnumerable<(string Folder, string Text)> code, string table) => code
        .Where(file => Read().Matches(file.Text).Any(m => m.Groups["table"].Value == table))
        .Select(file => file.Folder).Distinct();

    /// <summary>Hosts put capabilities together and may see what any of them was told.</summary>
    private static IEnumerable<string> Takers(IReadOnlyCollection<(string Folder, string Text)> code) =>
        from owned in code
        where owned.Folder.StartsWith("Archive/", StringComparison.Ordinal)
        from Match options in Options().Matches(owned.Text)
        from file in code
        where file.Folder != owned.Folder && file.Folder.Split('/')[0] == "Archive"
        where Regex.IsMatch(file.Text, $@"\b{options.Groups["name"].Value}\b")
        select $"{file.Folder} takes {options.Groups["name"].Value}";

    /// <summary>Of a file: its project, and in those that have capabilities or concepts the folder below.</summary>
    private static string FolderOf(string file)
    {
        var parts = Path.GetRelativePath(Src, file).Replace('\\', '/').Split('/');
        return parts[0] is "Archive" or "Archive.Storage" && parts.Length > 2 ? $"{parts[0]}/{parts[1]}" : parts[0];
    }

    [GeneratedRegex(@"CREATE TABLE (?:IF NOT EXISTS )?perishable\.(?<table>\w+)")]
    private static partial Regex Made();

    [GeneratedRegex(@"CREATE (?:OR REPLACE )?VIEW web\.(?<view>\w+)[^;]*;")]
    private static partial Regex View();

    [GeneratedRegex(
        @"(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE(?: TABLE)?|COPY|MERGE INTO)\s+perishable\.(?<table>\w+)")]
    private static partial Regex Written();

    [GeneratedRegex(@"(?:INTO|UPDATE|FROM|JOIN|TABLE|COPY|USING)\s+perishable\.(?<table>\w+)")]
    private static partial Regex Read();

    [GeneratedRegex(@"perishable\.\{|\x22perishable\.\x22")]
    private static partial Regex Unnamed();

    [GeneratedRegex(@"record (?<name>\w+Options)\b")]
    private static partial Regex Options();
}
