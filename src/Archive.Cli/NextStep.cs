using System.Globalization;
using Archive.Requests;

namespace Archive.Cli;

/// <summary>What an officer types after a command, ready to be copied.</summary>
internal static class NextStep
{
    private static readonly Lines Lines = new("Work");

    public static void Say(string command) => Lines.Write("Next", $"./archive {command}");

    /// <summary>What the request waits for.</summary>
    /// <param name="officer">Who works on it now.</param>
    public static void Say(RequestState request, string officer)
    {
        var (number, by) = (request.Number, $"--officer {Quoted(officer)}");
        Say(request.Stage switch
        {
            RequestStage.Received => $"request scope {number} {Quoted(Lines.Text("Search"))} {by}",
            RequestStage.Assessing => $"request assess {RequestLines.Likely(request, request.Unassessed.First())} {by}",
            RequestStage.Assessed => $"request propose {number} {by}",
            RequestStage.Proposed => string.Create(
                CultureInfo.InvariantCulture,
                $"request approve {number} {request.Proposed!.Proposal} --officer {Quoted(Lines.Text("Second"))}"),
            RequestStage.Approved => string.Create(
                CultureInfo.InvariantCulture,
                $"request decide {number} --decided-on {request.Approved!.ApprovedOn:yyyy-MM-dd} {by}"),
            RequestStage.Decided => $"request export {number} {by}",
        });
    }

    /// <summary>As a shell takes it for one word.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '/' or '@' or '_')
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
