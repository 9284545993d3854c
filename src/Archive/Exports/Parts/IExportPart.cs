using Archive.Evidence.Sets;
using Archive.Exports.Content;

namespace Archive.Exports.Parts;

/// <summary>When a part of a set is written. Those of a stage are written at the same time.</summary>
public enum PartStage
{
    BeforePages,
    Pages,
    AfterPages,
}

/// <summary>
/// The wall between the sealing of a set and what is in it: one kind of file of a set, written from what was gathered.
/// A part of the product is one file in this folder, which is found without being named anywhere.
///
/// A part
/// - MUST declare in <see cref="Places"/> every path it may write, taken from <see cref="ExportLayout"/>. A file of any
///   well-formed name may stand in `letters/`, `inventory/` and `data/`, and verifies without a change of the verifier;
///   one elsewhere is checked for what it is (docs/evidence-format.md, "Export").
/// - MUST write new files only, nothing where it did not declare to, and MUST NOT change, move or take away a file that
///   another part wrote. One that does is refused before the set is signed.
/// - MUST show of a document only what <see cref="Disclosure"/> shows, and around the documents only what
///   <see cref="ExportContent.Around"/> names: the check for leaks looks at those, not at the files of a part.
/// - MUST write the same bytes from the same content, and take the time from <see cref="ExportContent.MadeAt"/>.
/// - MUST make no empty folder; <see cref="SetDirectory.NewFile"/> makes those above a file.
/// - MUST throw rather than leave out a file that it cannot write: the set is then not made.
/// - MUST be ready to write several sets at a time, so it keeps nothing of one.
/// - MUST read what was said in documents through <see cref="ExportContent.Read"/> and let it go, and MUST hold no file
///   in memory that grows with the set.
/// - MAY read what parts of an earlier stage wrote; MAY write nothing at all.
/// </summary>
public interface IExportPart
{
    IReadOnlyList<ExportPlace> Places { get; }

    PartStage Stage { get; }

    /// <exception cref="Evidence.FaultException">
    /// What is to be written is not there or not in order; the set is not made.
    /// </exception>
    Task Write(ExportContent content, ExportWork work, CancellationToken ct);
}
