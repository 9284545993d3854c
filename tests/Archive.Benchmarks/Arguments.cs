using System.Globalization;

namespace Archive.Benchmarks;

/// <summary>Which benchmarks to run.</summary>
/// <param name="Big">A log of a million leaves too.</param>
/// <param name="Named">Only these; empty: all there are.</param>
/// <param name="Versions">How many are generated; the limits are for 50,000.</param>
/// <param name="Documents">Of the largest export.</param>
/// <param name="Keep">A directory for that export and its trust file, made if need be; null: it is thrown away.</param>
internal sealed record Arguments(bool Big, IReadOnlySet<string> Named, int Versions, int Documents, string? Keep)
{
    public const string Usage =
        "Usage: Archive.Benchmarks [--big] [--versions N] [--documents N] [--keep DIRECTORY] "
        + "[content|mapping|visit|projection|verify-texts|growth|export]...";

    private const int Least = 1_000;

    private static readonly HashSet<string> Names =
        ["content", "mapping", "visit", "projection", "verify-texts", "growth", "export"];

    public bool All => Named.Count == 0;

    public bool Wants(params string[] names) => All || names.Any(Named.Contains);

    /// <returns>Null if they are not understood.</returns>
    public static Arguments? Parse(string[] args)
    {
        var (big, named, versions, documents) = (false, new HashSet<string>(), 50_000, 5_000);
        string? keep = null;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--big")
                big = true;
            else if (args[i] == "--versions" && i + 1 < args.Length
                && int.TryParse(args[++i], NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= Least)
                versions = n;
            else if (args[i] == "--documents" && i + 1 < args.Length
                && int.TryParse(args[++i], NumberStyles.None, CultureInfo.InvariantCulture, out var d) && d > 0)
                documents = d;
            else if (args[i] == "--keep" && i + 1 < args.Length)
                keep = args[++i];
            else if (!Names.Contains(args[i]) || !named.Add(args[i]))
                return null;
        }

        return new(big, named, versions, documents, keep);
    }
}
