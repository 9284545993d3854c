namespace Archive.BrowserTests;

/// <summary>A test in Chromium: skipped where there is none, but never in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsBrowserAttribute : TheoryAttribute
{
    public NeedsBrowserAttribute()
    {
        if (!File.Exists(Chromium) && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = $"Needs Chromium: install the package chromium, or set CHROMIUM to the program ({Chromium} is not "
                + "there).";
    }

    public static string Chromium => Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";
}
