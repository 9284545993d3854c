namespace Archive.IntegrationTests.Faults;

/// <summary>What came of one experiment, or of many taken together.</summary>
/// <param name="Acknowledged">Things that the product had said were kept, or that others could see were.</param>
/// <param name="Lost">Of those: gone, or not what they were.</param>
/// <param name="Duplicated">Things that are there more often than they were given.</param>
/// <param name="Undetected">Damage, done by the fault or by us, that none of the product's own checks mentions.</param>
internal sealed record FaultResult(int Acknowledged, int Lost, int Duplicated, int Undetected,
    IReadOnlyList<string> Says)
{
    public static FaultResult None { get; } = new(0, 0, 0, 0, []);

    public bool IsClean => (Lost, Duplicated, Undetected) == (0, 0, 0);

    public static FaultResult operator +(FaultResult one, FaultResult other) => new(
        one.Acknowledged + other.Acknowledged, one.Lost + other.Lost, one.Duplicated + other.Duplicated,
        one.Undetected + other.Undetected, [.. one.Says, .. other.Says]);

    /// <summary>
    /// Of an experiment in which something was acknowledged at all: nothing was lost of nothing is no result.
    /// </summary>
    public void AssertCleanAndNotEmpty()
    {
        AssertClean();
        Assert.True(Acknowledged > 0, "Nothing was acknowledged, so nothing was tested.");
    }

    public void AssertClean() => Assert.True(
        IsClean, $"lost {Lost}, duplicated {Duplicated}, undetected {Undetected} of "
            + $"{Acknowledged}:\n{string.Join('\n', Says.Take(20))}");
}
