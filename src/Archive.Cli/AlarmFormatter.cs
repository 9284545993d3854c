using Archive.Evidence;
using Archive.Integrity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Archive.Cli;

/// <summary>Writes alarms and other errors of the log, a line each, in the language of who typed the command.</summary>
internal sealed class AlarmFormatter() : ConsoleFormatter(Id)
{
    public const string Id = "alarm";

    private static readonly Texts Texts = new("Archive.Cli.Resources.Alarms", typeof(AlarmFormatter).Assembly);

    /// <summary>What has a sentence, by the number of its event. What others log stays in English.</summary>
    private static readonly HashSet<string> Known = [.. Texts.All(Language.En).Keys];

    public override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter) =>
        Write(logEntry, textWriter);

    internal static void Write<TState>(in LogEntry<TState> entry, TextWriter output)
    {
        output.WriteLine(Text(entry, Lines.Language));
        if (entry.Exception is { } e)
            output.WriteLine(e);
    }

    internal static string Text<TState>(in LogEntry<TState> entry, Language language)
    {
        var key = $"Alarm.{entry.EventId.Id}";
        if (!Known.Contains(key) || !entry.Category.StartsWith("Archive.", StringComparison.Ordinal)
            || entry.State is not IReadOnlyList<KeyValuePair<string, object?>> values)
            return $"{entry.Category}[{entry.EventId.Id}] {entry.Formatter(entry.State, entry.Exception)}";
        return Texts.In(
            language, key, [.. values.Where(v => v.Key != "{OriginalFormat}").Select(v => Argument(v, language))]);
    }

    private static object? Argument(KeyValuePair<string, object?> value, Language language) =>
        value is { Key: "Kind", Value: string word } ? FindingLabels.Of(Findings.KindOf(word), language) : value.Value;
}
