using System.Text.RegularExpressions;
using Archive.Cli;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Integrity;
using Archive.Tests.Architecture;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.CommandLine;

/// <summary>What the log says in error reaches who typed a command in their own language.</summary>
public partial class AlarmTests
{
    [Theory]
    [InlineData(Language.En, "'a' is there already; 'b' stays where it is.")]
    [InlineData(Language.Nl, "'a' bestaat al; 'b' blijft waar het is.")]
    public void A_finding_is_told_in_the_readers_language(Language language, string says)
    {
        var what = new Sentence(
            new Texts("Archive.Storage.Resources.Storage", typeof(Archive.Storage.Files.DurableFile).Assembly),
            "storage.name-taken", "a", "b");
        var text = Text(4101, language, ("Kind", Facts.WordOf(FindingKind.ObjectAltered)), ("Says", what));

        Assert.Equal($"ALARM {FindingLabels.Of(FindingKind.ObjectAltered, language)}: {says}", text);
    }

    [Fact]
    public void What_has_no_sentence_is_told_as_it_was_logged() =>
        Assert.Equal("Archive.Some[1] as logged", Text(1, Language.Nl));

    [Fact]
    public void Every_error_of_the_archive_has_a_sentence()
    {
        var errors =
            from folder in new[] { "src/Archive", "src/Archive.Storage" }
            from file in Directory.EnumerateFiles(
                Path.Combine(DirectionTests.Root, folder), "*.cs", SearchOption.AllDirectories)
            from Match error in Errors().Matches(File.ReadAllText(file))
            select int.Parse(error.Groups["event"].Value, System.Globalization.CultureInfo.InvariantCulture);

        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.DoesNotContain(
            "as logged",
            Text(error, Language.Nl, ("A", "a"), ("B", "b"), ("C", "c")),
            StringComparison.Ordinal));
    }

    private static string Text(int error, Language language, params (string Key, object? Value)[] values)
    {
        IReadOnlyList<KeyValuePair<string, object?>> state =
            [.. values.Select(v => KeyValuePair.Create(v.Key, v.Value)), new("{OriginalFormat}", "")];
        return AlarmFormatter.Text(
            new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(
                LogLevel.Error, "Archive.Some", new EventId(error), state, null, (_, _) => "as logged"),
            language);
    }

    [GeneratedRegex(@"LoggerMessage\(\s*(?<event>[0-9]+),\s*LogLevel\.(?:Error|Critical)")]
    private static partial Regex Errors();
}
