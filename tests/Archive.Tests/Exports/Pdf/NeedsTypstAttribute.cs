namespace Archive.Tests.Exports.Pdf;

/// <summary>A test that renders: skipped where Typst is not set up, but never in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsTypstAttribute : FactAttribute
{
    public NeedsTypstAttribute()
    {
        if (Environment.GetEnvironmentVariable("ARCHIVE_TYPST") is null && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "Needs Node and Typst: set ARCHIVE_TYPST to the directory in which npm ci was run (./archive test does).";
    }
}
