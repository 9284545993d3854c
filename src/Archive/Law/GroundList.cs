namespace Archive.Law;

/// <summary>Grounds as an officer gives them for one passage or one whole record.</summary>
internal static class GroundList
{
    /// <returns>The grounds without doubles, in the order of their codes; or why they are not taken.</returns>
    public static Outcome<IReadOnlyList<Ground>> Read(
        IReadOnlyList<string> written, Grounds table, DateOnly today)
    {
        var grounds = new SortedDictionary<string, Ground>(StringComparer.Ordinal);
        foreach (var one in written)
        {
            if (table.Find(one, today).IsRefused(out var refusal, out var ground))
                return refusal;
            grounds[ground.Code.ToString()] = ground;
        }

        var residual = grounds.Values.FirstOrDefault(g => g.Kind == GroundKind.Residual);
        var other = grounds.Values.FirstOrDefault(g => g.HasOwnInterest);
        return residual is not null && other is not null
            ? new Refusal("law.residual-with-other", Basis.Of(residual.Article), residual.Article, other.Code)
            : Outcome.Of<IReadOnlyList<Ground>>([.. grounds.Values]);
    }
}
