using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>Does each document of the inventory stand in the thread of what it answers, and an account in none.</summary>
internal static class InventoryThreads
{
    private static readonly string Path = ExportLayout.InventoryList.Path;

    public static void Run(
        VerificationContext run, SortedDictionary<int, InventoryRow> numbered, IReadOnlyList<ShownVersion> shown)
    {
        foreach (var (number, row) in numbered)
            CheckDocument(run, number, row, numbered);
        var records = shown.ToDictionary(s => s.Number, s => s.Record);
        foreach (var account in shown.Where(s => numbered.ContainsKey(s.Number)
            && run.Facts.GetValueOrDefault(s.Leaf)?.IsOfAccount == true).GroupBy(s => s.Record))
            CheckAccount(run, [.. account.Select(a => a.Number)], numbered, records);
    }

    /// <summary>What it answers, and what its thread begins with, are documents of this list.</summary>
    private static void CheckDocument(
        VerificationContext run, int number, InventoryRow row, SortedDictionary<int, InventoryRow> numbered)
    {
        if (row.Number("hoort_bij") is not { } thread || !numbered.ContainsKey(thread))
            run.Find(Path, "InventoryNoDocument", number, "hoort_bij", row["hoort_bij"]);
        if (row["reactie_op"].Length == 0)
            return;
        if (row.Number("reactie_op") is not { } parent || parent == number
            || !numbered.TryGetValue(parent, out var answered))
            run.Find(Path, "InventoryNoDocument", number, "reactie_op", row["reactie_op"]);
        else
            InventoryCheck.Agrees(run, number, row, "hoort_bij", answered["hoort_bij"]);
    }

    /// <summary>It answers nothing, belongs to its first version, and does not tell when it was edited.</summary>
    /// <param name="versions">Numbers of the versions of one account.</param>
    /// <param name="records">Of what record each document is that the set accounts for.</param>
    private static void CheckAccount(
        VerificationContext run, IReadOnlyList<int> versions, SortedDictionary<int, InventoryRow> numbered,
        Dictionary<int, Guid> records)
    {
        var least = versions.Min();
        var belongs = numbered[least]["hoort_bij"];
        if (numbered[least].Number("hoort_bij") is not { } first || first > least
            || records.GetValueOrDefault(first, records[least]) != records[least])
            run.Find(Path, "InventoryAccount", least, belongs);
        foreach (var number in versions)
        {
            InventoryCheck.Agrees(run, number, numbered[number], "hoort_bij", belongs);
            InventoryCheck.Agrees(run, number, numbered[number], "reactie_op", "");
            InventoryCheck.Agrees(run, number, numbered[number], "bewerkt_utc", "");
        }
    }
}
