using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Archive.Tests.Docs;

/// <summary>
/// Every command that a reader is told to type, taken from the pages themselves: lines of code blocks, what stands
/// between back-ticks and begins with `./archive`, what `./archive help` lists, and what the status page says.
/// docs/verify-without-us.md, which is for outsiders, has a test of its own (VerifyWithoutUsTests).
/// </summary>
public static partial class DocumentedCommands
{
    /// <summary>In the order in which somebody who begins would read them.</summary>
    private static readonly string[] Pages =
        ["docs/operations.md", "README.md", "docs/walkthrough.md", "retention-policies/README.md"];

    private static readonly string[] StatusPage =
        ["src/Archive.Web/Resources/Pages/IndexModel.resx", "src/Archive.Web/Resources/Pages/IndexModel.nl.resx"];

    /// <summary>What a line of a shell begins with.</summary>
    private static readonly string[] Programs =
        ["./archive", "archive-cli", "sudo", "dotnet", "pg_dump", "pg_restore", "export", ".", "ARCHIVE_SEED="];

    /// <summary>First lines of blocks that nobody types, and what they are.</summary>
    private static readonly Dictionary<string, string> NotTyped = new()
    {
        ["ARCHIVE_TIMESTAMP_AUTHORITIES='https://tsa.example/ts /etc/archive/tsa-root.pem, "
            + "http://tsa.other.example /etc/archive/other.pem'"] = "settings",
        ["https://getuige.buurstad.nl/ getuige.buurstad.nl/w1+b146167e+BCmsuuFB…"] = "a line of a file",
        ["location /log/ {"] = "a web server's settings",
        ["[Service]"] = "a service manager's settings",
        ["CREATE ROLE \"archive_app/buurstad\" LOGIN PASSWORD '…' IN ROLE archive_app;"] = "SQL: see TenantLoginTests",
        ["CREATE INDEX mt_events_stream_and_type ON archive.mt_events "
            + "USING btree (tenant_id, stream_id, type, version)"] = "SQL, after Marten dropped the index",
    };

    /// <param name="Text">As written, without the remark behind it.</param>
    /// <param name="InProse">Between back-ticks, perhaps without all that has to follow it.</param>
    public sealed record Command(string Page, string Text, bool InProse);

    public static string Root { get; } = FindRoot();

    /// <summary>Each text once per page.</summary>
    public static IReadOnlyList<Command> All { get; } =
    [
        .. Pages.SelectMany(page => In(page, File.ReadAllText(Path.Combine(Root, page)))).Distinct(),
        .. OfHelp().Distinct(),
        .. StatusPage.SelectMany(OfStatusPage).Distinct(),
    ];

    /// <exception cref="InvalidOperationException">A block is neither commands nor in the list of others.</exception>
    internal static IEnumerable<Command> In(string page, string text)
    {
        foreach (var block in Blocks(text))
        {
            if (NotTyped.ContainsKey(block[0]))
                continue;
            foreach (var line in block)
            {
                if (!Programs.Any(p => line.StartsWith(p.EndsWith('=') ? p : p + " ", StringComparison.Ordinal)))
                    throw new InvalidOperationException($"{page}: is this typed? {line}");
                yield return new(page, line, InProse: false);
            }
        }

        foreach (Match inline in Inline().Matches(Fenced().Replace(text, "")))
            yield return new(page, Space().Replace(inline.Groups["command"].Value, " "), InProse: true);
    }

    private static IEnumerable<IReadOnlyList<string>> Blocks(string text)
    {
        foreach (Match fence in Shell().Matches(text))
            yield return [.. Lines(fence.Groups["lines"].Value)];
        foreach (Match block in Indented().Matches(Fenced().Replace(text, "\n")))
            yield return [.. Lines(block.Value)];
    }

    /// <summary>Without indentation, remarks, and what is no command at all.</summary>
    private static IEnumerable<string> Lines(string block) =>
        block.Split('\n').Select(line => Remark().Replace(line, "").Trim()).Where(line => line.Length > 0);

    /// <summary>In both languages, as the script has them.</summary>
    private static IEnumerable<Command> OfHelp() =>
        from Match help in Help().Matches(File.ReadAllText(Path.Combine(Root, "archive")))
        from Match listed in Listed().Matches(help.Value)
        let typed = listed.Groups["typed"].Value.Trim()
        select new Command(
            "./archive help", typed.StartsWith('.') ? typed : $"./archive {typed}", InProse: false);

    private static IEnumerable<Command> OfStatusPage(string resource) =>
        from value in XDocument.Load(Path.Combine(Root, resource)).Root!.Elements("data").Elements("value")
        from Match command in OnPage().Matches(value.Value)
        select new Command("the status page", command.Value.Trim(), InProse: false);

    private static string FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Archive.sln")))
            at = at.Parent;
        return at?.FullName
            ?? throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} is not below the repository.");
    }

    [GeneratedRegex(@"^```sh\n(?<lines>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Shell();

    [GeneratedRegex(@"^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"(?<=\n\n)(?: {4}[^\n]+\n)+")]
    private static partial Regex Indented();

    [GeneratedRegex(@"`(?<command>\./archive\s[^`]+)`")]
    private static partial Regex Inline();

    [GeneratedRegex(@"(?<=<<'TEXT'\n).*?(?=^TEXT$)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Help();

    /// <summary>Two spaces, then what is typed, until the line ends or two spaces follow.</summary>
    [GeneratedRegex(@"^  (?<typed>(?:\./archive |[a-z])\S*(?: \S+)*?)(?=  |$)", RegexOptions.Multiline)]
    private static partial Regex Listed();

    [GeneratedRegex(@"\./archive [^).]+")]
    private static partial Regex OnPage();

    [GeneratedRegex(@" {2,}#.*$")]
    private static partial Regex Remark();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
