using Archive.Evidence;
using Archive.Exports;
using Archive.IntegrationTests.Faults;
using Archive.Verifier;

namespace Archive.IntegrationTests.CommandLine;

/// <summary>`archive keys trust` gives what readers hold sets against, as `request export` does beside a set.</summary>
public sealed class TrustTests
{
    [Fact]
    public async Task It_is_the_trust_file_of_a_set_and_the_set_is_verified_with_it()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var export = await archive.Disclose("fiets*");
        var file = Path.Combine(archive.Settings.Home, "trust.txt");

        var printed = await Type(archive, "keys", "trust");
        var written = await Type(archive, "keys", "trust", "--out", file);
        var again = await Type(archive, "keys", "trust", "--out", file);

        Assert.Equal(0, printed.Code);
        Assert.Contains(export.Trust, printed.Said, StringComparison.Ordinal);
        Assert.Contains("This is the trust file", printed.Said, StringComparison.Ordinal);
        Assert.Equal(0, written.Code);
        Assert.Equal(export.Trust, await File.ReadAllTextAsync(file));
        Assert.DoesNotContain("BEGIN CERTIFICATE", written.Said, StringComparison.Ordinal);
        Assert.Equal(2, again.Code);
        Assert.Contains($"The file {file} is there already", again.Said, StringComparison.Ordinal);
        Assert.Equal(export.Trust, await File.ReadAllTextAsync(file));
        using var report = new StringWriter();
        Assert.True(VerifyCommand.Run(export.Zips[0], file, Language.En, report) == 0, report.ToString());
    }

    [Fact]
    public async Task Each_key_and_the_root_are_shown_by_themselves()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var trust = await archive.Get<TrustFile>().Read(default);

        foreach (var role in new[] { "log", "export", "anchor", "root" })
        {
            var (code, said) = await Type(archive, "keys", "show", role);
            Assert.True(code == 0, said);
            Assert.Contains(said.TrimEnd('\n'), trust, StringComparison.Ordinal);
        }
    }

    private static async Task<(int Code, string Said)> Type(ArchiveUnderTest archive, params string[] words)
    {
        using var process = ProductProcess.Cli(archive.Settings, words, ("LC_ALL", "en_GB.UTF-8"));
        var code = await process.Ended(TimeSpan.FromMinutes(3));
        return (code, process.Output);
    }
}
