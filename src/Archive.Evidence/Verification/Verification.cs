namespace Archive.Evidence.Verification;

/// <summary>How an export stands (docs/evidence-format.md, "Export", verdicts). The value is the exit code.</summary>
public enum Verdict
{
    /// <summary>Every check passed, and the export and log signatures are by trusted keys of the right role.</summary>
    Verified = 0,

    /// <summary>At least one check did not pass.</summary>
    Failed = 1,

    /// <summary>No trusted keys were given; everything else holds, under the keys the export brought itself.</summary>
    SignerUnknown = 2,

    /// <summary>Not readable, or no export at all.</summary>
    Unreadable = 3,
}

/// <param name="Findings">Empty unless the verdict is <see cref="Verdict.Failed"/>.</param>
/// <param name="Unreadable">Why it cannot be read, if that is the verdict.</param>
public sealed record Verification(
    Verdict Verdict, VerificationSummary Checked, IReadOnlyList<Finding> Findings, Sentence? Unreadable = null);

/// <summary>What was checked, for the report.</summary>
public sealed class VerificationSummary
{
    public string? SetNumber { get; internal set; }

    public string? Tenant { get; internal set; }

    public int Files { get; internal set; }

    public long Bytes { get; internal set; }

    public int Facts { get; internal set; }

    public int Proofs { get; internal set; }

    public long LogSize { get; internal set; }

    /// <summary>
    /// The log's name if it was opened after a restore that had lost the end of another; null if not.
    /// </summary>
    public string? LogOpened { get; internal set; }

    /// <summary>Versions of records whose content is opened, in whole or in part.</summary>
    public int Versions { get; internal set; }

    /// <summary>Members that are opened: runs of texts, words and the white space between, and particulars.</summary>
    public int Opened { get; internal set; }

    /// <summary>Of those, words of a text or of the description of a medium.</summary>
    public int Words { get; internal set; }

    /// <summary>Members that are committed to but withheld.</summary>
    public int Withheld { get; internal set; }

    /// <summary>Every version that `data/records.json` accounts for, in its order.</summary>
    public List<AccountedVersion> Accounted { get; } = [];

    /// <summary>
    /// Versions whose answer came again after it was captured, by number: between which moments it last did, as the
    /// host's clock had them: `2026-11-20T23:07:01.123456Z`.
    /// </summary>
    public List<(int Number, string From, string To)> SeenAgain { get; } = [];

    public int Originals { get; internal set; }

    public int Unproven { get; internal set; }

    /// <summary>Pictures that are shown as a copy in which regions are black.</summary>
    public int Redacted { get; internal set; }

    /// <summary>Regions that are black in them, as their facts say.</summary>
    public int Regions { get; internal set; }

    /// <summary>Leaves of the anchor log under which the checkpoint is proven; 0 if the set has no anchor.</summary>
    public long AnchorSize { get; internal set; }

    /// <summary>
    /// Per time-stamp: before which moment all of it existed, who says so, and whether the reader trusts their root.
    /// </summary>
    public List<(string Path, DateTimeOffset ExistedBy, string Authority, bool Judged)> TimeStamps { get; } = [];

    /// <summary>vkeys of the keys whose signatures verified.</summary>
    public List<string> Signers { get; } = [];

    /// <summary>
    /// Witnesses the reader trusts, and when each saw the head of the log; null for one that did not cosign it.
    /// </summary>
    public List<(string Witness, DateTimeOffset? At)> Cosignatures { get; } = [];

    /// <summary>
    /// Per PDF: the certificate that signed it, and whether it was held against roots the reader trusts.
    /// </summary>
    public List<(string Path, string Subject, string ValidUntil, bool Judged)> Documents { get; } = [];
}
