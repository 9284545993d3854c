using System.Text.RegularExpressions;
using Archive.Anchoring;
using Archive.Capture;
using Archive.Evidence;
using Archive.Exports;
using Archive.Exports.Pages;
using Archive.Health;
using Archive.Home;
using Archive.Keys;
using Archive.Requests.Pictures;
using Archive.Retention;
using Archive.Tests.Architecture;
using Archive.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Archive.Tests.Docs;

/// <summary>docs/settings.md has every setting that the options read, every variable, and their defaults.</summary>
public partial class SettingsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(DirectionTests.Root, "docs", "settings.md"));

    private static readonly List<(string Variable, string Default)> Rows =
    [
        .. from Match row in Row().Matches(Page)
           from variable in Variable().Matches(row.Groups["name"].Value)
           select (variable.Value, row.Groups["default"].Value),
    ];

    /// <summary>All that reads settings, and what it makes of them.</summary>
    private static readonly Func<Settings, object>[] Options =
    [
        HomeOptions.Read, VaultOptions.Read, KeysOptions.Read, CaptureOptions.Read, AnchoringOptions.Read,
        ExportsOptions.Read, RetentionOptions.Read, TypstSetup.Read,
        PictureSetup.Read, WebOptions.Read,
        s => HealthOptions.Checked(s, "service"),
    ];

    [Fact]
    public void Every_setting_that_is_read_is_on_the_page_and_no_other()
    {
        var asked = new AskedSettings(new()
        {
            // what is read only where this is set
            ["key-store"] = "https://vault.example/keys/k", ["vault-key-file"] = "/nowhere",
        });
        foreach (var read in Options)
            read(new Settings(asked, Language.En));
        var known = asked.Names.Select(n => $"ARCHIVE_{n.ToUpperInvariant().Replace('-', '_')}")
            .Concat(FromEnvironment()).Concat(OfTheScript()).Distinct();

        Assert.Equal(
            known.Order(StringComparer.Ordinal), Rows.Select(r => r.Variable).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_class_of_options_is_among_those_that_are_asked()
    {
        var known = Options.Select(o => o(new Settings(new AskedSettings([]), Language.En)).GetType().Name)
            .ToHashSet();

        Assert.Empty(
            from file in Directory.EnumerateFiles(
                Path.Combine(DirectionTests.Root, "src"), "*.cs", SearchOption.AllDirectories)
            where AsksSettings().IsMatch(File.ReadAllText(file))
                && Path.GetFileNameWithoutExtension(file) is not ("Settings" or "WorkerHost")
            let name = Path.GetFileNameWithoutExtension(file)
            where !known.Contains(name)
            select name);
    }

    /// <summary>Setting what the page calls the default is the same as setting nothing.</summary>
    [Fact]
    public void Each_default_is_what_the_options_have()
    {
        var told = Rows.Where(r => Literal().IsMatch(r.Default))
            .Select(r => (Name: r.Variable["ARCHIVE_".Length..].ToLowerInvariant().Replace('_', '-'),
                Value: Literal().Match(r.Default).Groups[1].Value))
            .Where(r => Names(r.Name)).ToList();

        Assert.NotEmpty(told);
        Assert.All(told, row => Assert.All(Options, read => Assert.Equal(
            $"{Written(read(Of([])))}", $"{Written(read(Of(new() { [row.Name] = row.Value })))}")));
    }

    private static bool Names(string name)
    {
        var asked = new AskedSettings([]);
        foreach (var read in Options)
            read(new Settings(asked, Language.En));
        return asked.Names.Contains(name);
    }

    /// <summary>All members, as text.</summary>
    private static string Written(object options) => string.Join('\n', options.GetType().GetProperties()
        .Where(p => p.GetIndexParameters().Length == 0)
        .Select(p => $"{p.Name}={p.GetValue(options)}"));

    private static Settings Of(Dictionary<string, string?> values) =>
        new(new AskedSettings(new(values) { ["tenant"] = "voorbeeldstad" }), Language.En);

    private static IEnumerable<string> FromEnvironment() =>
        from file in Directory.EnumerateFiles(
            Path.Combine(DirectionTests.Root, "src"), "*.cs", SearchOption.AllDirectories)
        let text = File.ReadAllText(file)
        where text.Contains("GetEnvironmentVariable", StringComparison.Ordinal)
            || text.Contains("Secret", StringComparison.Ordinal)
        from Match variable in Quoted().Matches(text)
        select variable.Groups[1].Value;

    /// <summary>What a person may set before the script.</summary>
    private static IEnumerable<string> OfTheScript() => Chosen().Matches(
        File.ReadAllText(Path.Combine(DirectionTests.Root, "archive"))).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"^\| (?<name>`ARCHIVE_[^|]*) \| [^|]* \| (?<default>[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("ARCHIVE_[A-Z_]+")]
    private static partial Regex Variable();

    [GeneratedRegex("^`([^`]+)`$")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\x22(ARCHIVE_[A-Z_]+)\x22")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\$\{(ARCHIVE_[A-Z_]+):-")]
    private static partial Regex Chosen();

    [GeneratedRegex(@"settings\.(?:Text|List|Number|Time)\(")]
    private static partial Regex AsksSettings();

    /// <summary>Settings that remember which of them were asked for.</summary>
    private sealed class AskedSettings(Dictionary<string, string?> values) : IConfiguration
    {
        public HashSet<string> Names { get; } = [];

        public string? this[string key]
        {
            get
            {
                Names.Add(key);
                return values.GetValueOrDefault(key);
            }

            set => values[key] = value;
        }

        public IConfigurationSection GetSection(string key) => throw new NotSupportedException();

        public IEnumerable<IConfigurationSection> GetChildren() => throw new NotSupportedException();

        public IChangeToken GetReloadToken() => throw new NotSupportedException();
    }
}
