using Archive.Replay;

namespace Archive.IntegrationTests;

/// <summary>
/// A table of cases from test vectors of others. Without them skipped; in CI (CI=true) a failure.
/// </summary>
public sealed class FixtureTheoryAttribute : TheoryAttribute
{
    public FixtureTheoryAttribute() => Skip = ReasonToSkip;

    private static string? ReasonToSkip { get; } =
        Fixtures.AreHere || Environment.GetEnvironmentVariable("CI") == "true"
            ? null
            : $"There are no fixtures in {Fixtures.Root}; set ARCHIVE_FIXTURES to the folder that has fixtures/.";
}
