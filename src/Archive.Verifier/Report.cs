using System.Globalization;
using Archive.Evidence;
using Archive.Evidence.Verification;

namespace Archive.Verifier;

/// <summary>
/// What was checked and found, in plain lines; the verdict is the last. The verdict's words are the format's own and
/// the same in every language, so that a script can read them.
/// </summary>
/// <param name="trusted">Whether the reader said whom to trust.</param>
public sealed class Report(Language language, bool trusted, TextWriter output)
{
    private const int MostFindings = 100;

    private static readonly Texts Texts = new("Archive.Verifier.Resources.Report", typeof(Report).Assembly);

    public void Write(Verification verification)
    {
        if (verification.Verdict != Verdict.Unreadable && verification.Checked.SetNumber is not null)
            WriteTally(verification.Checked);
        foreach (var finding in verification.Findings.Take(MostFindings))
            output.WriteLine($"! {Text(finding)}.");
        if (verification.Findings.Count > MostFindings)
            output.WriteLine($"! {Texts.In(language, "MoreFindings", verification.Findings.Count - MostFindings)}");

        output.WriteLine(VerdictLine(verification));
    }

    private void WriteTally(VerificationSummary tally)
    {
        Line("Export", tally.SetNumber, tally.Tenant);
        Line("Files", tally.Files, tally.Bytes);
        Line("Facts", tally.Facts, tally.Proofs, tally.LogSize);
        if (tally.LogOpened is { } opened)
            Line("LogOpened", opened);
        Line("Content", tally.Versions, tally.Words, tally.Opened, tally.Withheld);
        WriteStates(tally);
        if (tally.SeenAgain.Count > 0)
            Line("SeenAgain", tally.SeenAgain.Count, tally.SeenAgain.Max(s => s.To));
        Line("Originals", tally.Originals, tally.Unproven);
        if (tally.Redacted > 0)
            Line("RedactedPictures", tally.Redacted, tally.Regions);
        WriteTime(tally);
        foreach (var (path, subject, until, judged) in tally.Documents)
            Line(judged ? "PdfJudged" : "PdfNotJudged", path, subject, until);
        foreach (var key in tally.Signers)
            Line(trusted ? "TrustedKey" : "UnknownKey", key);
        foreach (var (witness, at) in tally.Cosignatures)
        {
            if (at is { } seen)
                Line("Cosigned", witness, seen);
            else
                Line("NotCosigned", witness);
        }
    }

    private void WriteStates(VerificationSummary tally)
    {
        int Of(EvidenceState state) => tally.Accounted.Count(a => a.State == state);
        Line(
            "Accounted", tally.Accounted.Count, Of(EvidenceState.Matches), Of(EvidenceState.Destroyed),
            Of(EvidenceState.Missing), Of(EvidenceState.Altered));
        foreach (var gone in tally.Accounted.Where(a => a.State == EvidenceState.Destroyed))
            Line("Destroyed", gone.Number, gone.By!.At, gone.By.Basis, gone.By.Leaf);
    }

    /// <summary>
    /// Which of the two clocks says what: a time-stamp is another's, the times in the facts are the host's own.
    /// </summary>
    private void WriteTime(VerificationSummary tally)
    {
        if (tally.AnchorSize > 0)
            Line("Anchor", tally.AnchorSize);
        foreach (var (_, existedBy, authority, judged) in tally.TimeStamps)
            Line(judged ? "TimeStampJudged" : "TimeStampNotJudged", existedBy.UtcDateTime, authority);
        if (tally.TimeStamps.Count == 0)
            Line("NoTimeStamp");
    }

    private string VerdictLine(Verification verification) => verification.Verdict switch
    {
        Verdict.Verified => "verified",
        Verdict.SignerUnknown => "consistent, signer unknown",
        Verdict.Failed => $"failed: {Failures(verification.Findings)}",
        Verdict.Unreadable => $"cannot read: {Plain(verification.Unreadable?.In(language) ?? "")}",
    };

    private string Failures(IReadOnlyList<Finding> findings) => findings.Count == 1
        ? Text(findings[0])
        : Texts.In(language, "FirstAndMore", Text(findings[0]), findings.Count - 1);

    // What a parser said ends in a full stop of its own.
    private string Text(Finding finding) => $"{Plain(finding.Path)} {Plain(finding.What.In(language)).TrimEnd('.')}";

    private void Line(string key, params object?[] arguments) =>
        output.WriteLine(Plain(Texts.In(language, key, arguments)));

    /// <summary>Names come from the export: nothing in them may steer a terminal or make a line of its own.</summary>
    private static string Plain(string text) =>
        string.Concat(text.Select(c => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? '?' : c));
}
