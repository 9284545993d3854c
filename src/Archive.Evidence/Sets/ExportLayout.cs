using System.Text.RegularExpressions;

namespace Archive.Evidence.Sets;

/// <summary>
/// Every path that may stand in an export beside the manifest (docs/evidence-format.md, "Export", rules 7 and 8). The
/// verifier refuses what has no place here, and whoever writes a file of a set takes its path from here. `letters/`,
/// `inventory/` and `data/` hold a file of any well-formed name, and so do `documents/` and `originals/`, where what it
/// holds is checked besides: one more file there needs no change here, of the format or of the verifier.
/// </summary>
public static partial class ExportLayout
{
    public static FixedPath DutchLetter { get; } = new("LEESMIJ.txt");

    public static FixedPath EnglishLetter { get; } = new("README.txt");

    public static FixedPath Checkpoint { get; } = new("evidence/log/checkpoint");

    public static FixedPath Records { get; } = new("data/records.json");

    /// <summary>The list of documents for people (<see cref="InventoryList"/>).</summary>
    public static FixedPath InventoryList { get; } = new("inventory/inventarislijst.csv");

    /// <summary>For people.</summary>
    public static ExportPlace Letters { get; } = ExportPlace.Below("letters/");

    /// <summary>For people; a PDF here must be signed.</summary>
    public static ExportPlace Documents { get; } = ExportPlace.Below("documents/");

    /// <summary>For people.</summary>
    public static ExportPlace Inventory { get; } = ExportPlace.Below("inventory/");

    /// <summary>For programs.</summary>
    public static ExportPlace Data { get; } = ExportPlace.Below("data/");

    /// <summary>Media as captured; each must be named by an opened member, or listed as unproven.</summary>
    public static ExportPlace Originals { get; } = ExportPlace.Below("originals/");

    /// <summary>Copies of pictures in which regions are black, one for each that the pages show so.</summary>
    public static ExportPlace Redacted { get; } = ExportPlace.Named("redacted/", RedactedName());

    public static ExportPlace Keys { get; } = ExportPlace.Named("keys/", KeyName());

    public static ExportPlace Facts { get; } = ExportPlace.Named("evidence/facts/", FactName());

    /// <summary>Path of the fact with this leaf number.</summary>
    public static string FactOf(long leaf) => Facts.PathOf(FormattableString.Invariant($"{leaf}.json"));

    /// <summary>Path of what proves that fact's place in the log.</summary>
    public static string ProofOf(long leaf) => Facts.PathOf(FormattableString.Invariant($"{leaf}.tlog-proof"));

    public static ExportPlace Content { get; } = ExportPlace.Named("evidence/content/", ContentName());

    /// <summary>The anchor checkpoint, its proof and its time-stamps.</summary>
    public static ExportPlace Anchor { get; } = ExportPlace.Named("evidence/log/", AnchorName());

    /// <summary>Files without which a set is not whole.</summary>
    public static IReadOnlyList<FixedPath> Always { get; } =
        [DutchLetter, EnglishLetter, Checkpoint, Records, InventoryList];

    public static IReadOnlyList<ExportPlace> Places { get; } =
        [.. Always, Letters, Documents, Inventory, Data, Originals, Redacted, Keys, Facts, Content, Anchor];

    /// <summary>Whether a file of that path may stand in an export, the manifest aside.</summary>
    public static bool Holds(string path) => Places.Any(place => place.Holds(path));

    [GeneratedRegex(@"\A[A-Za-z0-9._-]+\.(vkey|pem)\z")]
    private static partial Regex KeyName();

    // A leaf's number is a whole number of JSON, so it has at most 16 digits.
    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,15})\.(json|tlog-proof)\z")]
    private static partial Regex FactName();

    [GeneratedRegex(@"\A[1-9][0-9]*-(0|[1-9][0-9]*)\.png\z")]
    private static partial Regex RedactedName();

    [GeneratedRegex(@"\A[0-9a-f-]{36}\.json\z")]
    private static partial Regex ContentName();

    [GeneratedRegex(@"\Aanchor(\.tlog-proof|-[1-9][0-9]?(\.tst|\.pem|-[0-9]\.crl))\z")]
    private static partial Regex AnchorName();
}
