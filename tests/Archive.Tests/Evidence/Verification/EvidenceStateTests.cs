using System.Globalization;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Sets;
using Archive.Evidence.Verification;

namespace Archive.Tests.Evidence.Verification;

/// <summary>
/// Each version a set accounts for matches, was destroyed with authority, is missing without, or was altered.
/// </summary>
public sealed class EvidenceStateTests : IDisposable
{
    private readonly SyntheticExport export = new();

    public void Dispose() => export.Dispose();

    [Fact]
    public void A_version_destroyed_with_authority_verifies_and_is_named()
    {
        var checking = Checking.Of(export.Path, export.TrustText());

        Assert.Equal("verified", checking.Verdict);
        Assert.Contains("Versions accounted for: 3; matching: 2; destroyed with authority: 1; missing without "
            + "authority: 0; altered: 0", checking.Output, StringComparison.Ordinal);
        Assert.Contains(
            "Number 6: destroyed with authority on 2026-03-20T10:07:01.000000Z (avg-erasure, fact 7)",
            checking.Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "Nummer 6: op grond vernietigd",
            Checking.Of(export.Path, language: Language.Nl).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_without_its_content_is_missing_without_authority()
    {
        Delete($"evidence/content/{SyntheticExport.Version(4)}.json");
        AssertNamed(4, 4, EvidenceState.Missing, "missing without authority: 1");
    }

    [Fact]
    public void A_version_called_destroyed_without_the_fact_is_missing_without_authority()
    {
        Delete("evidence/facts/7.json");
        Delete("evidence/facts/7.tlog-proof");
        AssertNamed(6, 5, EvidenceState.Missing, "missing without authority: 1");
    }

    [Theory]
    [InlineData("\"leaf\":7", "\"leaf\":8")] // a fact that destroyed nothing
    [InlineData("\"basis\":\"avg-erasure\"", "\"basis\":\"selection-list\"")]
    [InlineData("T10:07:01.000000Z", "T10:07:02.000000Z")]
    public void A_destruction_told_otherwise_than_its_fact_is_no_authority(string fact, string told)
    {
        Replace(ExportLayout.Records.Path, fact, told);
        AssertNamed(6, 5, EvidenceState.Missing, "missing without authority: 1");
    }

    [Fact]
    public void A_destruction_of_another_unit_is_no_authority()
    {
        using var other = new SyntheticExport(beforeSealing: e => Swap(e, 4));
        var checking = Checking.Of(other.Path);
        Assert.Contains($"accounts for number 4 (record {SyntheticExport.Record(4)}, version "
            + $"{SyntheticExport.Version(4)}), which is missing without authority", checking.Output,
                StringComparison.Ordinal);
    }

    [Fact]
    public void An_altered_version_is_named_besides_its_file()
    {
        Replace($"evidence/content/{SyntheticExport.Version(4)}.json", "maandag", "dinsdag");
        AssertNamed(4, 4, EvidenceState.Altered, "altered: 1");
    }

    [Fact]
    public void An_altered_fact_of_a_destruction_is_named_besides_its_file()
    {
        Replace("evidence/facts/7.json", "T10:07:01", "T10:07:02");
        AssertNamed(6, 5, EvidenceState.Altered, "altered: 1");
    }

    [Fact]
    public void Content_of_what_a_fact_says_was_destroyed_fails()
    {
        export.Write($"evidence/content/{SyntheticExport.Version(5)}.json", "[]");
        export.Reseal();
        Assert.Contains(
            $"! evidence/content/{SyntheticExport.Version(5)}.json opens what a fact in this export says was "
                + "destroyed.",
            Checking.Of(export.Path).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"basis\":\"avg-erasure\"", "\"basis\":\"AVG\"")]
    [InlineData("\"at\":\"2026", "\"at\":\" 2026")]
    [InlineData("\"destroyed\":{", "\"destroyed\":{\"a\":1,")]
    [InlineData("\"destroyed\":{", "\"gone\":{")]
    public void An_entry_in_any_other_form_is_refused(string from, string to)
    {
        Replace(ExportLayout.Records.Path, from, to);
        Assert.Contains(
            "! data/records.json is not in order: ",
            Checking.Of(export.Path).Output,
            StringComparison.Ordinal);
    }

    /// <summary>Calls a version that is shown destroyed by the fact that destroyed another.</summary>
    private static void Swap(SyntheticExport e, int leaf)
    {
        var shown = ShownRecords.Parse(File.ReadAllBytes(Path.Combine(e.Path, ExportLayout.Records.Path)));
        var by = shown.Single(s => s.Destroyed is not null).Destroyed;
        e.Write(ExportLayout.Records.Path, ShownRecords.Write(
            shown.Select(s => s.Leaf == leaf ? s with { Members = [], Destroyed = by } : s)));
        File.Delete(Path.Combine(e.Path, $"evidence/content/{SyntheticExport.Version(leaf)}.json"));
    }

    private void AssertNamed(int number, int leaf, EvidenceState state, string counted)
    {
        export.Reseal(); // as one who holds the keys could
        var verification = ExportVerifier.Verify(export.Path, trust: null);
        Assert.Equal(Verdict.Failed, verification.Verdict);
        Assert.Equal(state, verification.Checked.Accounted.Single(a => a.Number == number).State);
        var named = string.Create(
            CultureInfo.InvariantCulture, $"number {number} (record {SyntheticExport.Record(leaf)}, version "
                + $"{SyntheticExport.Version(leaf)})");
        Assert.Contains(
            verification.Findings,
            f => f.Path == ExportLayout.Records.Path
                && f.What.In(Language.En).Contains(named, StringComparison.Ordinal));
        Assert.Contains(counted, Checking.Of(export.Path).Output, StringComparison.Ordinal);
    }

    private void Delete(string path) => File.Delete(Path.Combine(export.Path, path));

    private void Replace(string path, string from, string to)
    {
        var file = Path.Combine(export.Path, path);
        var text = File.ReadAllText(file);
        Assert.Contains(from, text, StringComparison.Ordinal);
        export.Write(path, text.Replace(from, to, StringComparison.Ordinal));
        export.Reseal();
    }
}
