namespace Archive.Tests.Exports.Pdf;

/// <summary>A test that renders, or needs the fonts: skipped where Typst is not set up, but never in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsTypstAttribute : FactAttribute
{
    public NeedsTypstAttribute() => Skip = Reason;

    internal static string? Reason =>
        Environment.GetEnvironmentVariable("ARCHIVE_TYPST") is null
            && Environment.GetEnvironmentVariable("CI") != "true"
            ? "Needs Node and Typst: set ARCHIVE_TYPST to the directory in which npm ci was run (./archive test does)."
            : null;
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsTypstTheoryAttribute : TheoryAttribute
{
    public NeedsTypstTheoryAttribute() => Skip = NeedsTypstAttribute.Reason;
}
