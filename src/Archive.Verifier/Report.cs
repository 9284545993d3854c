using System.Globalization;
using Archive.Evidence.Verification;

namespace Archive.Verifier;

/// <summary>
/// What was checked and found, in plain lines; the verdict is the last. The verdict's words are the format's own and the
/// same in every language, so that a script can read them.
/// </summary>
public static class Report
{
    private const int MostFindings = 100;

    public static void Write(Verification verification, bool trusted, bool dutch, TextWriter output)
    {
        if (verification.Verdict != Verdict.Unreadable)
            WriteTally(verification.Checked, trusted, dutch, output);
        foreach (var finding in verification.Findings.Take(MostFindings))
            output.WriteLine($"! {Plain(finding.Path)} {Plain(finding.What.In(dutch))}.");
        if (verification.Findings.Count > MostFindings)
        {
            var rest = verification.Findings.Count - MostFindings;
            output.WriteLine(dutch ? $"! en nog {rest} bevindingen." : $"! and {rest} findings more.");
        }

        output.WriteLine(VerdictLine(verification, dutch));
    }

    private static void WriteTally(VerificationSummary tally, bool trusted, bool dutch, TextWriter output)
    {
        void Line(FormattableString english, FormattableString dutchLine) =>
            output.WriteLine(Plain((dutch ? dutchLine : english).ToString(CultureInfo.InvariantCulture)));

        if (tally.SetNumber is null)
            return;
        Line($"Export {tally.SetNumber} of {tally.Tenant}", $"Export {tally.SetNumber} van {tally.Tenant}");
        Line($"Files: {tally.Files}, {tally.Bytes} bytes, against the signed manifest",
            $"Bestanden: {tally.Files}, {tally.Bytes} bytes, naast het ondertekende manifest gelegd");
        Line($"Facts: {tally.Facts}; proofs of their place in the log: {tally.Proofs}; the log has {tally.LogSize} leaves",
            $"Feiten: {tally.Facts}; bewijzen van hun plaats in het log: {tally.Proofs}; het log telt {tally.LogSize} bladen");
        Line($"Content: {tally.Versions} versions; words and particulars opened: {tally.Opened}, withheld: {tally.Withheld}",
            $"Inhoud: {tally.Versions} versies; woorden en gegevens geopend: {tally.Opened}, niet verstrekt: {tally.Withheld}");
        Line($"Shown on the pages, and proven: {tally.Shown}", $"Op de pagina's getoond, en bewezen: {tally.Shown}");
        int Of(EvidenceState state) => tally.Accounted.Count(a => a.State == state);
        Line($"Versions accounted for: {tally.Accounted.Count}; matching: {Of(EvidenceState.Matches)}; destroyed with authority: {Of(EvidenceState.Destroyed)}; missing without authority: {Of(EvidenceState.Missing)}; altered: {Of(EvidenceState.Altered)}",
            $"Verantwoorde versies: {tally.Accounted.Count}; in orde: {Of(EvidenceState.Matches)}; op grond vernietigd: {Of(EvidenceState.Destroyed)}; zonder grond ontbrekend: {Of(EvidenceState.Missing)}; veranderd: {Of(EvidenceState.Altered)}");
        foreach (var gone in tally.Accounted.Where(a => a.State == EvidenceState.Destroyed))
        {
            Line($"Number {gone.Number}: destroyed with authority on {gone.By!.At} ({gone.By.Basis}, fact {gone.By.Leaf})",
                $"Nummer {gone.Number}: op grond vernietigd op {gone.By.At} ({gone.By.Basis}, feit {gone.By.Leaf})");
        }

        Line($"Original files: {tally.Originals}, of which not proven, with a reason: {tally.Unproven}",
            $"Originele bestanden: {tally.Originals}, waarvan niet bewezen, met reden: {tally.Unproven}");
        WriteTime(tally, Line);
        foreach (var (path, subject, until, judged) in tally.Documents)
        {
            Line($"PDF {path}: signed by {subject} (certificate valid until {until}; {(judged ? "root trusted" : "root not judged")})",
                $"PDF {path}: ondertekend door {subject} (certificaat geldig tot {until}; {(judged ? "stamcertificaat vertrouwd" : "stamcertificaat niet beoordeeld")})");
        }

        foreach (var key in tally.Signers)
            Line($"Signature of {(trusted ? "trusted" : "unknown")} key {key}",
                $"Handtekening van {(trusted ? "vertrouwde" : "onbekende")} sleutel {key}");
        foreach (var (witness, at) in tally.Cosignatures)
        {
            if (at is { } seen)
                Line($"Witness {witness} saw this log at {seen:yyyy-MM-dd'T'HH:mm:ss'Z'}", $"Getuige {witness} zag dit log op {seen:yyyy-MM-dd'T'HH:mm:ss'Z'}");
            else
                Line($"Witness {witness} did not cosign this head of the log", $"Getuige {witness} heeft deze stand van het log niet medeondertekend");
        }
    }

    /// <summary>Which of the two clocks says what: a time-stamp is another's, the times in the facts are the host's own.</summary>
    private static void WriteTime(VerificationSummary tally, Action<FormattableString, FormattableString> line)
    {
        if (tally.AnchorSize > 0)
        {
            line($"Anchor log: the checkpoint is proven under a head of {tally.AnchorSize} leaves",
                $"Ankerlog: de stand van het log is bewezen onder een stand van {tally.AnchorSize} bladen");
        }

        foreach (var (_, existedBy, authority, judged) in tally.TimeStamps)
        {
            var moment = existedBy.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            line($"Time-stamp: all of this log existed before {moment} UTC, says {authority} ({(judged ? "root trusted" : "root not judged")})",
                $"Tijdstempel: dit hele log bestond vóór {moment} UTC, zegt {authority} ({(judged ? "stamcertificaat vertrouwd" : "stamcertificaat niet beoordeeld")})");
        }

        if (tally.TimeStamps.Count == 0)
        {
            line($"Time-stamp: none; when this was recorded is told by the maker's clock only",
                $"Tijdstempel: geen; wanneer dit is vastgelegd zegt alleen de klok van de maker");
        }
    }

    private static string VerdictLine(Verification verification, bool dutch) => verification.Verdict switch
    {
        Verdict.Verified => "verified",
        Verdict.SignerUnknown => "consistent, signer unknown",
        Verdict.Failed => $"failed: {Failures(verification.Findings, dutch)}",
        Verdict.Unreadable => $"cannot read: {Plain(verification.Unreadable?.In(dutch) ?? "")}",
    };

    private static string Failures(IReadOnlyList<Finding> findings, bool dutch)
    {
        var first = $"{Plain(findings[0].Path)} {Plain(findings[0].What.In(dutch))}";
        return findings.Count == 1 ? first : $"{first} ({(dutch ? "en nog" : "and")} {findings.Count - 1}{(dutch ? "" : " more")})";
    }

    /// <summary>Names come from the export: nothing in them may steer a terminal or make a line of its own.</summary>
    private static string Plain(string text) =>
        string.Concat(text.Select(c => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? '?' : c));
}
