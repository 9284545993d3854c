using Archive.Evidence;
using Archive.Evidence.Verification;

namespace Archive.Tests.Evidence.Verification.Forgeries;

/// <summary>
/// Each thing that was tried on a set is refused, and the file and what is wrong with it are named. The maker of all
/// of them holds the key that signs the manifest.
/// </summary>
public class ForgeriesTests
{
    public static TheoryData<string> Names => [.. KnownForgeries.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_refused_by_name(string forgery)
    {
        var made = KnownForgeries.All.Single(f => f.Name == forgery);
        using var export = made.From();

        made.Change(export);
        if (!made.WritesManifest)
            export.Reseal(made.SignsPages);
        var trust = made.Trusting is { } more ? Trust.Parse(export.TrustText() + more) : null;
        var verification = ExportVerifier.Verify(export.Path, trust);

        Assert.Equal(Verdict.Failed, verification.Verdict);
        var found = verification.Findings.Select(f => $"{f.Path}: {f.What.In(Language.En)}").ToList();
        Assert.True(
            verification.Findings
                .Any(f => f.Path == made.Path && f.What.In(Language.En).Contains(made.Says, StringComparison.Ordinal)),
            string.Join('\n', found));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_nobody_forged_is_refused_for_nothing(bool account)
    {
        using var export = new SyntheticExport(account: account);
        export.Reseal();

        Assert.Empty(ExportVerifier.Verify(export.Path, Trust.Parse(export.TrustText())).Findings);
    }

    [Fact]
    public void Each_has_a_name_of_its_own_and_there_are_many()
    {
        Assert.Equal(KnownForgeries.All.Count, KnownForgeries.All.DistinctBy(f => f.Name).Count());
        Assert.True(KnownForgeries.All.Count > 150, $"{KnownForgeries.All.Count}");
    }
}
