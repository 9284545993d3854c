using Archive.Evidence;

namespace Archive.Exports.Pages;

/// <summary>
/// The fonts of the pages: the renderer gets these files and no others, so that what <see cref="PageText"/> lets
/// through is exactly what can be printed, on every machine that has the same fonts.
/// </summary>
public sealed class PageFonts
{
    /// <summary>In order of fallback. Emoji after every script (its digits are pictures), before the symbols.</summary>
    private static readonly (string Family, string File, int Face, bool Needed)[] Listed =
    [
        ("Noto Sans", "NotoSans", 0, true),
        .. Scripts("Arabic", "Hebrew", "Devanagari").Select(s => s with { Needed = true }),
        .. Scripts(
            "Armenian", "Bengali", "Cherokee", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi", "Kannada", "Khmer",
            "Lao",
            "Malayalam", "Mongolian", "Myanmar", "Oriya", "Sinhala", "Syriac", "Tamil", "Telugu", "Thaana", "Thai",
            "Tifinagh"),
        ("Noto Serif Tibetan", "NotoSerifTibetan", 0, false),
        ("Noto Sans CJK SC", "NotoSansCJK", 2, true),
        ("Noto Color Emoji", "NotoColorEmoji", 0, true),
        .. Scripts("Symbols", "Symbols2", "Math"),
    ];

    private PageFonts(
        IReadOnlyList<string> families, IReadOnlyList<string> files, IReadOnlyList<FontCoverage> coverage)
    {
        Families = families;
        Files = files;
        Coverage = coverage;
    }

    /// <summary>Family names in order of fallback.</summary>
    public IReadOnlyList<string> Families { get; }

    public IReadOnlyList<string> Files { get; }

    /// <summary>What each of <see cref="Families"/> can print.</summary>
    public IReadOnlyList<FontCoverage> Coverage { get; }

    /// <summary>Finds the listed fonts; those without which common comments would not print must be there.</summary>
    /// <exception cref="FaultException">A needed font is not installed, or a font cannot be read.</exception>
    public static PageFonts Find(IEnumerable<string> directories)
    {
        var installed = directories
            .Where(Directory.Exists)
            .SelectMany(d => Directory.EnumerateFiles(d, "Noto*", SearchOption.AllDirectories))
            .GroupBy(f => Path.GetFileNameWithoutExtension(f), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Order(StringComparer.Ordinal).First(), StringComparer.Ordinal);

        List<string> families = [], files = [];
        List<FontCoverage> coverage = [];
        foreach (var (family, file, face, needed) in Listed)
        {
            var regular = installed.GetValueOrDefault($"{file}-Regular") ?? installed.GetValueOrDefault(file);
            if (regular is null && needed)
                throw Sentences.Fault("exports.font-missing", family);
            if (regular is null)
                continue;

            families.Add(family);
            files.Add(regular);
            coverage.Add(FontCoverage.Read(regular, face));
            if (installed.TryGetValue($"{file}-Bold", out var bold))
            {
                files.Add(bold);
                coverage[^1] = coverage[^1].And(FontCoverage.Read(bold, face));
            }
        }

        return new(families, files, coverage);
    }

    private static IEnumerable<(string Family, string File, int Face, bool Needed)> Scripts(params string[] names) =>
        names.Select(name => ($"Noto Sans {name}", $"NotoSans{name}", 0, false));
}
