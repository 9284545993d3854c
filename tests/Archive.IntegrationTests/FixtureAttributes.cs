using Archive.Replay;

namespace Archive.IntegrationTests;

/// <summary>
/// A table of cases from recorded answers. Without the recordings skipped; in CI (CI=true) a failure.
/// </summary>
public sealed class FixtureTheoryAttribute : TheoryAttribute
{
    public FixtureTheoryAttribute() => Skip = FixtureFactAttribute.ReasonToSkip;
}

/// <summary>A test that needs recorded answers.</summary>
public sealed class FixtureFactAttribute : FactAttribute
{
    public FixtureFactAttribute() => Skip = ReasonToSkip;

    internal static string? ReasonToSkip { get; } =
        Fixtures.AreHere || Environment.GetEnvironmentVariable("CI") == "true"
            ? null
            : $"There are no recordings in {Fixtures.Root}; set ARCHIVE_FIXTURES to the folder that has fixtures/.";
}
