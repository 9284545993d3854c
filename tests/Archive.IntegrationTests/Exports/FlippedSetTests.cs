using Archive.Evidence.Verification;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Exports;

/// <summary>
/// One byte of a set that the product made is changed, anywhere: it is refused, and the file is named.
/// </summary>
public sealed class FlippedSetTests(ITestOutputHelper output)
{
    private const int InFiles = 300;
    private const int InZip = 200;

    private readonly int seed = int.TryParse(Environment.GetEnvironmentVariable("ARCHIVE_SEED"), out var chosen)
        ? chosen
        : Random.Shared.Next();

    [Fact]
    public async Task A_flipped_byte_of_a_real_set_is_refused_by_name()
    {
        output.WriteLine($"ARCHIVE_SEED={seed}");
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var export = await archive.Disclose("fiets*");
        var trust = Trust.Parse(export.Trust);
        Assert.Empty(ExportVerifier.Verify(export.Directory, trust).Findings);
        Assert.Empty(ExportVerifier.Verify(export.Zips[0], trust).Findings);

        var random = new Random(seed);
        var files = Directory.GetFiles(export.Directory, "*", SearchOption.AllDirectories).Order().ToArray();
        Assert.Contains(files, file => file.EndsWith(".pdf", StringComparison.Ordinal));
        Assert.Contains(files, file => file.Contains("/originals/"));
        for (var i = 0; i < InFiles; i++)
        {
            var file = files[i < files.Length ? i : random.Next(files.Length)]; // each at least once, if there is room
            var path = Path.GetRelativePath(export.Directory, file);
            Flip(file, random, () => ExportVerifier.Verify(export.Directory, i % 2 == 0 ? trust : null), path);
        }

        for (var i = 0; i < InZip; i++)
            Flip(export.Zips[0], random, () => ExportVerifier.Verify(export.Zips[0], trust), named: null);
        Assert.Empty(ExportVerifier.Verify(export.Directory, trust).Findings);
        Assert.Empty(ExportVerifier.Verify(export.Zips[0], trust).Findings);
    }

    private void Flip(string file, Random random, Func<Verification> verify, string? named)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var at = random.NextInt64(stream.Length);
        var flip = (byte)random.Next(1, 256);
        Change();
        var verification = verify();
        Change();

        var where = $"ARCHIVE_SEED={seed}: byte {at} of {file} ^ {flip} gave {verification.Verdict}";
        Assert.True(verification.Verdict == Verdict.Failed, where);
        Assert.True(named is null || verification.Findings.Any(f => f.Path == named), where);

        void Change()
        {
            stream.Position = at;
            var now = stream.ReadByte();
            stream.Position = at;
            stream.WriteByte((byte)(now ^ flip));
            stream.Flush();
        }
    }
}
