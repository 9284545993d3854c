using System.Diagnostics;
using Archive.Evidence;
using Archive.Exports.Pages;

namespace Archive.Tests.Exports;

public sealed class TypstWorkersTests
{
    [Fact]
    public async Task A_worker_that_never_answers_is_ended()
    {
        var (script, told) = (Path.Combine(Path.GetTempPath(), $"{Ids.New()}.mjs"), Path.GetTempFileName());
        try
        {
            await File.WriteAllTextAsync(
                script,
                "import fs from 'node:fs';"
                + $" fs.writeFileSync('{told}', `${{process.pid}}`); setInterval(() => {{}}, 1000)");
            using var workers = new TypstWorkers(
                TypstSetup.Read(Settings.Of([])) with { Modules = Path.GetTempPath(), Slots = null }, script);

            await Assert.ThrowsAsync<TimeoutException>(
                () => workers.Ask([], TimeSpan.FromSeconds(3), default));

            var id = int.Parse(await File.ReadAllTextAsync(told), System.Globalization.CultureInfo.InvariantCulture);
            Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
        }
        finally
        {
            File.Delete(script);
            File.Delete(told);
        }
    }
}
