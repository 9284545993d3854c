using Archive.Replay;

namespace Archive.Tests.Replay;

/// <summary>A test on recorded answers: skipped where they are not, but never in the build that counts (CI=true).</summary>
public sealed class RecordedFactAttribute : FactAttribute
{
    public RecordedFactAttribute() => Skip = RecordedFixtures.WhyNot;
}

/// <inheritdoc cref="RecordedFactAttribute"/>
public sealed class RecordedTheoryAttribute : TheoryAttribute
{
    public RecordedTheoryAttribute() => Skip = RecordedFixtures.WhyNot;
}

internal static class RecordedFixtures
{
    public static string? WhyNot => Fixtures.AreHere || Environment.GetEnvironmentVariable("CI") == "true"
        ? null
        : $"The recorded answers are not in {Fixtures.Root}; set ARCHIVE_FIXTURES.";
}
