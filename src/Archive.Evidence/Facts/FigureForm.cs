using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Archive.Evidence.Canonical;

namespace Archive.Evidence.Facts;

/// <summary>Whether figures in a fact have the one form (docs/evidence-format.md, "Figures").</summary>
internal static partial class FigureForm
{
    private static readonly HashSet<string> Members =
        ["measure", "value", "low", "high", "parts", "period"];

    /// <exception cref="FormatException">They do not.</exception>
    public static void Check(JsonNode? figures)
    {
        var told = StrictJson.Array(figures).Select(StrictJson.Object).ToList();
        if (told.Count == 0)
            throw new MalformedException("NoFigure");
        foreach (var figure in told)
            CheckOne(figure);
        if (told.DistinctBy(Of).Count() < told.Count)
            throw new MalformedException("FigureTwice");
    }

    /// <summary>What it is a figure of.</summary>
    private static (string, string?, string?) Of(JsonObject figure) =>
        (Word(figure, "measure"), figure["parts"]?.ToJsonString(), figure["period"]?.ToJsonString());

    private static void CheckOne(JsonObject figure)
    {
        if (figure.FirstOrDefault(m => !Members.Contains(m.Key)).Key is { } odd)
            throw new MalformedException("FigureOdd", odd);
        Word(figure, "measure");
        var (value, low, high) = (Count(figure, "value"), Count(figure, "low"), Count(figure, "high"));
        if ((value is null) == (low is null && high is null) || low > high)
            throw new MalformedException("FigureRange");
        if (figure.TryGetPropertyValue("parts", out var parts))
            CheckParts(StrictJson.Array(parts));
        if (figure.TryGetPropertyValue("period", out var period))
            CheckPeriod(StrictJson.Object(period));
    }

    private static void CheckParts(JsonArray parts)
    {
        var before = "";
        foreach (var part in parts.Select(StrictJson.Object))
        {
            var by = Word(part, "by");
            if (part.Count != 2 || !CodeForm().IsMatch(StrictJson.Text(part["is"]))
                || string.CompareOrdinal(before, by) >= 0)
            {
                throw new MalformedException("FigurePart", by);
            }

            before = by;
        }

        if (before.Length == 0)
            throw new MalformedException("FigurePart", "");
    }

    private static void CheckPeriod(JsonObject period)
    {
        if (period.Count != 2 || StrictJson.Moment(period["from"]) >= StrictJson.Moment(period["to"]))
            throw new MalformedException("FigurePeriod");
    }

    private static string Word(JsonObject members, string name) => FactStatement.Word(members, name);

    private static long? Count(JsonObject figure, string name) =>
        figure.ContainsKey(name) ? StrictJson.Count(figure[name]) : null;

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.+-]{0,39}\z")]
    private static partial Regex CodeForm();
}
