using System.Reflection;
using System.Text.RegularExpressions;
using Archive.Evidence;
using Archive.Storage.Facts;

namespace Archive.Tests.Architecture;

/// <summary>Words that were used for a thing which now has one other word. They come back nowhere that lasts.</summary>
public partial class RetiredWordTests
{
    /// <summary>Words of type names, and what to write instead.</summary>
    private static readonly Dictionary<string, string> Retired = new()
    {
        ["Ledger"] = "log",
        ["Statement"] = "the canonical bytes of a fact; not a type",
        ["Look"] = "access (of an officer), check (of the archive)",
        ["Looks"] = "access log",
        ["Desk"] = "only where officers act: request, source and key desks",
        ["Kept"] = "stored",
        ["Keeping"] = "catch-up, daily anchor, store",
        ["Keeper"] = "store",
        ["Stranger"] = "unexpected file",
        ["Damage"] = "finding",
        ["Mended"] = "resolved",
        ["Papers"] = "sealed text",
        ["Asked"] = "endpoint, request address",
        ["Told"] = "reported",
        ["Tally"] = "summary",
        ["Examination"] = "verification context",
        ["Room"] = "directory",
        ["Door"] = "address guard",
        ["Pace"] = "request pacer",
        ["Leftovers"] = "startup cleanup",
        ["Manager"] = "the thing itself",
        ["Helper"] = "the thing itself",
        ["Service"] = "the thing itself",
        ["Processor"] = "the thing itself",
        ["Handler"] = "the thing itself",
        ["Common"] = "a folder of a capability",
    };

    /// <summary>Desks are where officers act.</summary>
    private static readonly string[] Desks =
        [
            "RequestDesk", "SourceDesk", "KeyDesk", "SigningKeyDesk", "CertificateDesk", "BackupDesk",
            "DestructionDesk",
        ];

    /// <summary>Exact names of types that one of those words fits all the same.</summary>
    private static readonly string[] Fits = ["FactStatement"];

    [Fact]
    public void No_type_has_a_retired_word_in_its_name() => Assert.Empty(
        from type in Types()
        where !type.IsNested && !Desks.Contains(type.Name) && !Fits.Contains(type.Name)
        from word in Words(type.Name)
        where Retired.ContainsKey(word)
        select $"{type.FullName}: not '{word}' but {Retired[word]}");

    [Fact]
    public void No_fact_no_member_and_no_word_of_a_fact_is_a_retired_word() => Assert.Empty(
        from fact in typeof(IFact).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IFact)) && t.IsClass)
        from name in Names(fact)
        from word in Words(name)
        where Retired.ContainsKey(word)
        select $"{fact.Name}: {name} has '{word}', not {Retired[word]}");

    [Fact]
    public void No_table_and_no_column_is_a_retired_word() => Assert.Empty(
        from file in Directory.EnumerateFiles(
            Path.Combine(DirectionTests.Root, "src"),
            "*.sql",
            SearchOption.AllDirectories)
        from Match table in Table().Matches(File.ReadAllText(file))
        from word in table.Groups["name"].Value.Split('_').Select(w => char.ToUpperInvariant(w[0]) + w[1..])
        where Retired.ContainsKey(word)
        select $"{Path.GetFileName(file)}: {table.Groups["name"].Value} has '{word}', not {Retired[word]}");

    [Fact]
    public void The_glossary_defines_no_retired_word()
    {
        var defined = File.ReadLines(Path.Combine(DirectionTests.Root, "docs", "glossary.md"))
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(l => Code().Matches(l.Split('|')[1]).Select(m => m.Groups[1].Value));

        Assert.DoesNotContain(defined, name => Words(name).Any(Retired.ContainsKey) && !Fits.Contains(name));
    }

    [Theory]
    [InlineData("LookTaken", "Look")]
    [InlineData("StrangerInVault", "Stranger")]
    public void A_retired_word_within_a_name_is_found(string name, string word) => Assert.Contains(word, Words(name));

    private static IEnumerable<Type> Types() =>
        new[] { typeof(Digest).Assembly, typeof(EventStore).Assembly, typeof(IFact).Assembly }
            .SelectMany(a => a.GetTypes())
            .Where(t => !t.Name.Contains('<', StringComparison.Ordinal)
                && t.Namespace?.StartsWith("Archive", StringComparison.Ordinal) == true);

    /// <summary>The fact's own name, its members at any depth, and the words of their enums.</summary>
    private static IEnumerable<string> Names(Type type)
    {
        if (type.GetCustomAttribute<FactNameAttribute>() is { } name)
            yield return string.Concat(name.Name.Split('.', '-', '/').Where(w => w.Length > 1)
                .Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            yield return property.Name;
            var inner = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (inner.IsGenericType)
                inner = inner.GetGenericArguments()[0];
            if (inner.IsEnum)
            {
                foreach (var word in Enum.GetNames(inner))
                    yield return word;
            }
            else if (inner.Assembly == typeof(IFact).Assembly && inner != type)
            {
                foreach (var below in Names(inner))
                    yield return below;
            }
        }
    }

    private static IEnumerable<string> Words(string name) => Word().Matches(name).Select(m => m.Value);

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Word();

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(
        @"CREATE TABLE (?:IF NOT EXISTS )?\w+\.(?<name>\w+)"
        + @"|^    (?<name>[a-z_]+) (?:text|uuid|int|bigint|boolean|bytea|timestamptz|date)\b",
        RegexOptions.Multiline)]
    private static partial Regex Table();
}
