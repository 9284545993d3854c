using System.Globalization;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// The figures of docs/reliability.md: a line per experiment, fields apart by tabs, added to the file that
/// ARCHIVE_FAULT_FIGURES names (beside the tests if it names none).
/// </summary>
internal static class FaultFigures
{
    private const string Head =
        "experiment\tform\truns\tacknowledged\tlost\tduplicated\tundetected\tnegative control\tseconds\tended";

    private static readonly Lock Turn = new();

    private static string Path { get; } =
        Environment.GetEnvironmentVariable("ARCHIVE_FAULT_FIGURES") is { Length: > 0 } given
        ? given
        : System.IO.Path.Combine(AppContext.BaseDirectory, "faults.tsv");

    /// <param name="full">Whether this was the full form.</param>
    /// <param name="control">What was broken on purpose, and what the same test said then.</param>
    public static void Write(
        ITestOutputHelper? output, string experiment, bool full, int runs, FaultResult counted, string control,
        TimeSpan took)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{experiment}\t{(full ? "full" : "short")}\t{runs}\t{counted.Acknowledged}\t{counted.Lost}\t"
                + $"{counted.Duplicated}\t{counted.Undetected}\t{control}\t{took.TotalSeconds:F0}\t"
                + $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}");
        output?.WriteLine(Head);
        output?.WriteLine(line);
        lock (Turn)
        {
            if (!File.Exists(Path))
                File.WriteAllText(Path, Head + "\n");
            File.AppendAllText(Path, line + "\n");
        }
    }
}
