using System.Text.RegularExpressions;
using System.Xml.Linq;
using Archive.Capture;
using Archive.Evidence.Facts;
using Archive.Exports;
using Archive.Exports.Pages;
using Archive.Integrity;
using Archive.Keys;
using Archive.People;
using Archive.Requests;
using Archive.Restore;
using Archive.Retention.Destruction;
using Archive.Storage.Witnesses;

namespace Archive.Tests.Architecture;

/// <summary>Every sentence for people is in a resource file, in English and in Dutch, and every one is used.</summary>
public partial class ResourceTests
{
    /// <summary>Where no sentence for people stands in code any more.</summary>
    private static readonly string[] Finished =
    [
        "src/Archive", "src/Archive.Cli", "src/Archive.Evidence", "src/Archive.Storage", "src/Archive.Verifier",
        "src/Archive.Web", "src/Archive.Worker",
    ];

    /// <summary>Files in those folders that may hold sentences, and why.</summary>
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["src/Archive.Cli/DemoRequest.cs"] = "what two officers of the sample municipality write in their files",
        ["src/Archive.Verifier/Report.cs"] = "the verdicts, which scripts read and docs/evidence-format.md fixes",
        ["src/Archive.Web/Pages/Index.cshtml.cs"] = "the form of a date",
        ["src/Archive.Web/ServingCheck.cs"] = "the answers of /healthz, which machines read",
        ["src/Archive.Storage/Witnesses/Witness.cs"] = "what a witness answers to another machine",
        ["src/Archive/Anchoring/AuthorityClient.cs"] = "why an authority was no use, for the log",
        ["src/Archive/Anchoring/RevocationFetch.cs"] = "why an authority was no use, for the log",
        ["src/Archive/Anchoring/TimeStamping.cs"] = "why an authority was no use, for the log",
        ["src/Archive/Capture/Http/AddressGuard.cs"] = "why an answer was no use, for the log; people read its cause",
        ["src/Archive/Capture/Http/PoliteBody.cs"] = "why an answer was no use, for the log; people read its cause",
        ["src/Archive/Capture/Http/PoliteClient.cs"] = "why an answer was no use, for the log; people read its cause",
        ["src/Archive/Capture/Http/PoliteExchange.cs"] = "why an answer was no use, for the log; people read its cause",
        ["src/Archive/Capture/Mapping/JsonField.cs"] = "what of an answer was not understood, for the log",
        ["src/Archive/Capture/Platforms/Mastodon/MastodonAccountMapping.cs"] =
            "what of an answer was not understood, for the log",
        ["src/Archive/Capture/Platforms/Mastodon/MastodonCapabilities.cs"] =
            "the table of what a platform shows, for who builds",
        ["src/Archive/Capture/Platforms/Mastodon/MastodonMapping.cs"] =
            "what of an answer was not understood, for the log",
        ["src/Archive/Capture/Platforms/Mastodon/StatusText.cs"] = "what of an answer was not understood, for the log",
        ["src/Archive/Health/DatabaseCheck.cs"] = "the answers of /healthz, which machines read",
        ["src/Archive/Health/Telemetry.cs"] = "what measurements are, for who watches the machines",
        ["src/Archive/Keys/Certificates/DevelopmentCertificate.cs"] = "a name, in both languages at once",
        ["src/Archive/Exports/Pdf/Objects/PdfFile.cs"] = "what is wrong inside a PDF, for who builds",
        ["src/Archive/Exports/Pdf/Objects/PdfLexer.cs"] = "what is wrong inside a PDF, for who builds",
        ["src/Archive/Exports/Pdf/Objects/PdfStringForm.cs"] = "what is wrong inside a PDF, for who builds",
        ["src/Archive/Exports/Pages/PageFonts.cs"] = "names of fonts",
        ["src/Archive/Exports/Pdf/PdfMetadata.cs"] = "descriptions that the PDF/UA schema prescribes",
    };

    /// <summary>The texts of help: their keys are what one types, and HelpTests holds them against that.</summary>
    private static readonly string[] Help =
    [
        "src/Archive.Cli/Resources/Help.resx", "src/Archive.Verifier/Resources/Usage.resx",
    ];

    /// <summary>Keys put together from a word of an enum: the file, what stands before the word, the enum.</summary>
    public static TheoryData<string, string, Type> Words { get; } = new()
    {
        { "src/Archive/Exports/Resources/Labels.resx", "Kind.", typeof(RecordKind) },
        { "src/Archive/Exports/Resources/Labels.resx", "Basis.", typeof(DestructionBasis) },
        { "src/Archive/Exports/Resources/Labels.resx", "Endpoint.", typeof(Endpoint) },
        { "src/Archive/Exports/Resources/Labels.resx", "Cause.", typeof(GapCause) },
        { "src/Archive/Exports/Resources/Labels.resx", "Status.", typeof(RecordStatus) },
        { "src/Archive/Exports/Pages/Resources/Pages.resx", "status-", typeof(RecordStatus) },
        { "src/Archive/Requests/Woo/Resources/Woo.resx", "Assessment.", typeof(Assessment) },
        { "src/Archive/Requests/Woo/Resources/Woo.resx", "Outcome.", typeof(DecisionOutcome) },
        { "src/Archive/People/Resources/Roles.resx", "Role.", typeof(Role) },
        { "src/Archive.Cli/Resources/Keys.resx", "Kind.", typeof(KeyKind) },
        { "src/Archive.Cli/Resources/Destruction.resx", "Kind.", typeof(RecordKind) },
        { "src/Archive.Cli/Resources/Work.resx", "Access.", typeof(AccessKind) },
        { "src/Archive.Cli/Resources/Work.resx", "Stage.", typeof(RequestStage) },
        { "src/Archive.Cli/Resources/Evidence.resx", "Checking.", typeof(VerificationStep) },
        { "src/Archive.Cli/Resources/Work.resx", "Sealing.", typeof(SealStep) },
        { "src/Archive.Cli/Resources/Evidence.resx", "Step.", typeof(RestoreStep) },
        { "src/Archive/Integrity/Resources/FindingKinds.resx", "Finding.", typeof(FindingKind) },
        { "src/Archive/Keys/Resources/Keys.resx", "keys.for.", typeof(KeyKind) },
        { "src/Archive/Keys/Resources/Keys.resx", "keys.without.", typeof(KeyKind) },
        { "src/Archive/Exports/Resources/Exports.resx", "exports.passage.", typeof(PassageKind) },
        { "src/Archive/Requests/Resources/Requests.resx", "requests.part.", typeof(PassageKind) },
        { "src/Archive.Web/Resources/Pages/IndexModel.resx", "Trouble.", typeof(WitnessFailure) },
    };

    private static readonly string[] English =
        [.. Files("src", "*.resx").Where(f => !f.EndsWith(".nl.resx", StringComparison.Ordinal))];

    public static TheoryData<string> Resources => new(English);

    [Fact]
    public void There_are_resources_and_each_Dutch_file_has_an_English_one()
    {
        Assert.NotEmpty(English);
        Assert.All(
            Files("src", "*.nl.resx"),
            dutch => Assert.Contains(dutch.Replace(".nl.resx", ".resx", StringComparison.Ordinal), English));
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public void Both_languages_have_the_same_sentences_with_the_same_places(string english)
    {
        var (en, nl) = (Read(english), Read(english.Replace(".resx", ".nl.resx", StringComparison.Ordinal)));
        Assert.Equal(en.Keys.Order(StringComparer.Ordinal), nl.Keys.Order(StringComparer.Ordinal));
        Assert.All(en.Keys, key => Assert.Equal((key, Places(en[key])), (key, Places(nl[key]))));
        Assert.All(en.Concat(nl), sentence => Assert.False(string.IsNullOrWhiteSpace(sentence.Value), sentence.Key));
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public void Every_sentence_is_used(string english)
    {
        if (Help.Contains(english))
            return;
        var code = Code(english);
        Assert.DoesNotContain(Read(english).Keys, key => !IsUsed(key, code));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Every_word_of_an_enum_has_its_sentence(string resource, string before, Type words)
    {
        var keys = Read(resource).Keys
            .Where(k => k.StartsWith(before, StringComparison.Ordinal)).Select(k => k[before.Length..]);
        var expected = Enum.GetNames(words).Select(w => before.EndsWith('-') ? w.ToLowerInvariant() : w);
        Assert.Equal(expected.Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_sentence_that_is_asked_for_exists() => Assert.Empty(
        from project in English.Select(Project).Distinct()
        let known = English.Where(r => Project(r) == project).SelectMany(r => Read(r).Keys).ToHashSet()
        from file in Sources(project)
        from Match asked in Asks().Matches(File.ReadAllText(At(file)))
        where !known.Contains(asked.Groups["key"].Value)
        select $"{file}: {asked.Groups["key"].Value}");

    [Fact]
    public void Every_code_has_its_sentence()
    {
        var known = English.SelectMany(r => Read(r).Keys).ToHashSet();
        var capabilities = English.Select(r => r.Split('/'))
            .Where(r => r is ["src", "Archive", var folder, "Resources", var file] && file == $"{folder}.resx")
            .Select(r => r[2].ToLowerInvariant()).Append("storage").ToHashSet();
        var unknown =
            from file in Sources("src")
            from Match code in Codes().Matches(File.ReadAllText(At(file)))
            let name = code.Groups["code"].Value
            where capabilities.Contains(name.Split('.')[0]) && !known.Contains(name)
            select $"{file}: {name}";
        Assert.Empty(unknown);
    }

    [Fact]
    public void A_sentence_lies_with_the_capability_that_its_code_names() => Assert.All(
        English.Where(r => r.StartsWith("src/Archive/", StringComparison.Ordinal)),
        r => Assert.All(
            Read(r).Keys.Where(k => Code().IsMatch(k)),
            k => Assert.Equal($"{k.Split('.')[0]}.resx", r.Split('/')[^1].ToLowerInvariant())));

    /// <summary>What an officer is told is refused rests on the law or on a rule that has a sentence.</summary>
    [Fact]
    public void No_basis_is_a_page_of_ours() => Assert.Empty(
        from file in Sources("src")
        from Match basis in Citations().Matches(File.ReadAllText(At(file)))
        where PageOfOurs().IsMatch(basis.Value)
        select $"{file}: {basis.Value}");

    [Fact]
    public void No_sentence_stands_in_code() => Assert.Empty(
        from folder in Finished
        from file in Sources(folder)
        where !Allowed.ContainsKey(file)
        from sentence in SentencesOf(file)
        select $"{file}: {sentence}");

    [Fact]
    public void Every_file_that_may_hold_sentences_does() => Assert.All(
        Allowed.Keys, file => Assert.NotEmpty(SentencesOf(file)));

    [Theory]
    [InlineData("var said = $\"It has {n} of those.\";", 1)]
    [InlineData("    <p>There is nothing here.</p>", 1)]
    [InlineData("throw new FaultException($\"Row {n} is not as it was.\");", 1)]
    [InlineData("throw new ArgumentException($\"Row {n} is not as it was.\");", 0)] // a mistake in the program
    [InlineData("return new Refusal(\"There is no such thing.\", Basis.Judging);", 1)]
    [InlineData("return new Refusal(\"people.name-taken\", Basis.Accounts);", 0)]
    [InlineData("var query = \"SELECT a FROM b WHERE c\";", 0)]
    [InlineData("// says \"what it is for\" to the reader", 0)]
    [InlineData("run.Find(path, \"NotSignedBy\", origin);", 0)]
    public void A_sentence_is_found(string code, int count) =>
        Assert.Equal(count, Sentences(code, code.Contains("<p>", StringComparison.Ordinal)).Count());

    private static IEnumerable<string> SentencesOf(string file) =>
        Sentences(File.ReadAllText(At(file)), isPage: file.EndsWith(".cshtml", StringComparison.Ordinal));

    /// <summary>
    /// Three words in a row inside a string, or in the text of a page. Not counted: comments; SQL; messages of the log,
    /// and of exceptions that people are not told of. They are told of faults, and of input that cannot be read.
    /// </summary>
    private static IEnumerable<string> Sentences(string code, bool isPage)
    {
        var bare = Comment().Replace(code, "");
        foreach (Match literal in Literal().Matches(bare))
        {
            var statement = StatementEnd().Matches(bare[..literal.Index]).LastOrDefault()?.Index ?? 0;
            if (ThreeWords().IsMatch(Hole().Replace(literal.Value, "0"))
                && !Sql().IsMatch(literal.Value) && !IsForOperators(bare[statement..literal.Index]))
            {
                yield return literal.Value;
            }
        }

        foreach (Match text in PageText().Matches(isPage ? bare : ""))
            yield return text.Value;
    }

    private static bool IsForOperators(string before) => !ForPeople().IsMatch(before) && ForOperators().IsMatch(before);

    private static bool IsUsed(string key, string code) =>
        code.Contains($"\"{key}\"", StringComparison.Ordinal)
        || Regex.IsMatch(code, $@"\bw\.{Regex.Escape(key)}(?![a-z-])")
        || Enumerable.Range(1, key.Length - 1).Where(i => key[i] is '.' or '-').Any(cut =>
            code.Contains($"\"{key[..(cut + 1)]}{{", StringComparison.Ordinal)
            || code.Contains($"\"{key[..(cut + 1)]}\" +", StringComparison.Ordinal)
            || code.Contains($"counted(\"{key[..cut]}\"", StringComparison.Ordinal));

    private static string Places(string text) =>
        string.Join(' ', Place().Matches(text).Select(p => p.Value).Distinct().Order(StringComparer.Ordinal));

    private static Dictionary<string, string> Read(string resource) => XDocument.Load(At(resource)).Root!
        .Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static string Project(string path) => string.Join('/', path.Split('/')[..2]);

    /// <summary>A capability's sentences are used by its hosts too; those of a host by itself.</summary>
    private static string Code(string resource) =>
        string.Concat(
            (Project(resource) == "src/Archive" ? Sources("src") : Sources(Project(resource)))
            .Concat(Files(Project(resource), "*.typ")).Select(f => File.ReadAllText(At(f))));

    private static IEnumerable<string> Sources(string folder) =>
        Files(folder, "*.cs").Concat(Files(folder, "*.cshtml"));

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(At(folder), pattern, SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(DirectionTests.Root, f).Replace('\\', '/'))
            .Where(f => !f.Split('/').Any(folder => folder is "obj" or "bin"))
            .Order(StringComparer.Ordinal);

    private static string At(string path) => Path.Combine(DirectionTests.Root, path);

    [GeneratedRegex(@"\{[0-9]+")]
    private static partial Regex Place();

    [GeneratedRegex(
        @"(?:MalformedException|new Sentence|\bFind|\bDemand|input\.Text|\bLine|Lines\.\w+|start\.In|Texts\.In)\("
        + @"(?:[^;\x22]*?,\s*)?"
        + @"\x22(?<key>[A-Z]\w+)\x22"
        + @"|\b[Tt]ext\[\x22(?<key>[A-Z]\w+)\x22\]")]
    private static partial Regex Asks();

    [GeneratedRegex(@"\x22(?<code>[a-z]+\.[a-z]+(?:-[a-z0-9]+)*)\x22(?=[,)\s])")]
    private static partial Regex Codes();

    [GeneratedRegex(@"^[a-z]+\.[a-z0-9-]+(?:\.|$)")]
    private static partial Regex Code();

    [GeneratedRegex(@"Basis\.Of\(\x22[^\x22]*\x22")]
    private static partial Regex Citations();

    [GeneratedRegex(@"docs|\.md|/|00[0-9][0-9]")]
    private static partial Regex PageOfOurs();

    [GeneratedRegex(@"(?m)(?<=^\s*)//.*$|(?<=[;{,(] )// .*$|@\*[\s\S]*?\*@")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<raw>\x22{3,})[\s\S]*?\k<raw>|@\x22(?:[^\x22]|\x22\x22)*\x22|\x22(?:[^\x22\\\n]|\\.)*\x22")]
    private static partial Regex Literal();

    [GeneratedRegex(@"[;{}]\s*$", RegexOptions.Multiline)]
    private static partial Regex StatementEnd();

    [GeneratedRegex(@"\p{L}{2,}[,;:]? \p{L}{2,}[,;:]? \p{L}{2,}|\p{L}+[,;:]? 0[,;:]? \p{L}+ \p{L}+|0 \p{L}+ \p{L}+")]
    private static partial Regex ThreeWords();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(
        @"^\W*(SELECT|INSERT|UPDATE|DELETE|WITH|COPY|LOCK|SET|CREATE|WHERE|FROM)\b"
        + @"|\b(ORDER BY|FOR UPDATE|IS NULL|INSERT INTO|EXISTS \(SELECT|OR split_part)\b|= ANY \("
        + @"|^\x22[a-z_]+(, [a-z_]+)+\x22$")]
    private static partial Regex Sql();

    [GeneratedRegex(@"\bFaultException\b|\bnew (?:Format|IO)Exception\b")]
    private static partial Regex ForPeople();

    [GeneratedRegex(@"Exception\b|LoggerMessage\(|WithMessage\(")]
    private static partial Regex ForOperators();

    [GeneratedRegex(@">[^<>@""=;{}]*\p{L}{2,} \p{L}{2,} \p{L}{2,}[^<>@""=;{}]*</")]
    private static partial Regex PageText();
}
