using Archive.Evidence.Facts;
using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>
/// Do the facts of one record agree on what it is: all its versions are kept in one unit, and are of an account or none
/// is; and no account changed its author.
/// </summary>
internal static class RecordCheck
{
    public static void Run(VerificationContext run)
    {
        var first = new Dictionary<Guid, (long Leaf, FactStatement Fact)>();
        foreach (var (leaf, fact) in run.Facts.Where(f => f.Value.Content is not null).OrderBy(f => f.Key))
        {
            var path = ExportLayout.FactOf(leaf);
            if (fact.IsOfAccount && fact.Type != FactStatement.Captured)
                run.Find(path, "AccountOfOtherType", fact.Type);
            if (fact.Record is not { } record || first.TryAdd(record, (leaf, fact)))
                continue;
            var (before, of) = first[record];
            if (fact.Unit != of.Unit)
                run.Find(path, "RecordInOtherUnit", record, before);
            if (fact.IsOfAccount != of.IsOfAccount)
                run.Find(path, "RecordOfOtherKind", record, before);
        }

        foreach (var (leaf, fact) in run.Facts.Where(f => f.Value.Type == FactStatement.AuthorChanged))
        {
            if (first.TryGetValue(fact.Record!.Value, out var of) && of.Fact.IsOfAccount)
                run.Find(ExportLayout.FactOf(leaf), "AccountAuthor", fact.Record, of.Leaf);
        }
    }
}
