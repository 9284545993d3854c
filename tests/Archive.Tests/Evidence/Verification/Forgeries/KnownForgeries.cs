namespace Archive.Tests.Evidence.Verification.Forgeries;

/// <summary>All that the tests know of to be tried on a set, each refused by name.</summary>
internal static partial class KnownForgeries
{
    public static IReadOnlyList<Forgery> All { get; } =
        [.. OfInventory, .. OfRecords, .. OfAccounts, .. OfEvidence, .. OfDocuments, .. OfManifest];

    private const string Inventory = "inventory/inventarislijst.csv";
    private const string Records = "data/records.json";
    private const string Checkpoint = "evidence/log/checkpoint";
    private const string Unproven = "data/unproven.csv";
    private const string Manifest = "manifest.note";

    private static string Content(int leaf) => $"evidence/content/{SyntheticExport.Version(leaf)}.json";
}
