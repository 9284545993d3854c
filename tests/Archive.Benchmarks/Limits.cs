namespace Archive.Benchmarks;

/// <summary>What the product is held to (docs/operations.md, "Benchmarks"), and whether this run met it.</summary>
internal sealed class Limits
{
    private readonly List<string> rows = [];

    public void AtLeast(string what, double limit, double measured) =>
        Add(what, "at least", limit, measured, measured >= limit);

    public void AtMost(string what, double limit, double measured) =>
        Add(what, "at most", limit, measured, measured <= limit);

    public void Print()
    {
        Console.WriteLine("| Limit | | measured | |");
        Console.WriteLine("|---|---|---|---|");
        rows.ForEach(Console.WriteLine);
    }

    private void Add(string what, string how, double limit, double measured, bool met) =>
        rows.Add($"| {what} | {how} {Measured.Say(limit)} | {Measured.Say(measured)} | {(met ? "met" : "not met")} |");
}
