using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;

namespace Archive.BrowserTests;

/// <summary>axe-core, which judges a page by WCAG 2.2 A and AA and by its own best practices.</summary>
internal static class Axe
{
    private static readonly Lazy<Task<string>> Source = new(Load);

    /// <returns>One line per violation: rule, what is wrong, and where.</returns>
    public static async Task<IReadOnlyList<string>> Violations(IPage page)
    {
        await page.EvaluateAsync(await Source.Value);
        var result = await page.EvaluateAsync<JsonElement>(
            """
            async () => {
                const found = await axe.run(document, {
                    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
                return { passes: found.passes.length, violations: found.violations.map(v =>
                    `${v.id}: ${v.help}: ${v.nodes.map(n => n.html).join(' | ')}`) };
            }
            """);
        Assert.True(result.GetProperty("passes").GetInt32() > 10, "axe looked at nothing.");
        return [.. result.GetProperty("violations").EnumerateArray().Select(v => v.GetString()!)];
    }

    /// <summary>From the directory ARCHIVE_AXE names, else installed from the lock file beside the tests.</summary>
    private static async Task<string> Load()
    {
        var directory = Environment.GetEnvironmentVariable("ARCHIVE_AXE")
            ?? Path.Combine(AppContext.BaseDirectory, "axe");
        var script = Path.Combine(directory, "node_modules", "axe-core", "axe.min.js");
        if (!File.Exists(script))
        {
            using var npm = Process
                .Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                    {
                        WorkingDirectory = directory,
                        RedirectStandardOutput = true,
                    })!;
            await npm.StandardOutput.ReadToEndAsync();
            await npm.WaitForExitAsync();
            Assert.True(
                npm.ExitCode == 0,
                $"npm ci failed in {directory}; is the package registry reachable from here?");
        }

        return await File.ReadAllTextAsync(script);
    }
}
