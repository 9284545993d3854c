using Archive.Evidence;

namespace Archive.Exports;

/// <summary>A set was sealed and handed over.</summary>
/// <param name="Set">Counts the request's sets from 1.</param>
/// <param name="Manifest">SHA-256 of the signed manifest.</param>
/// <param name="LogSize">Of the checkpoint in the set.</param>
/// <param name="Documents">Documents with pages.</param>
/// <param name="Opened">Members that can be read in it.</param>
/// <param name="Withheld">Members of those documents that cannot.</param>
[FactName("exports.export-sealed/1")]
public sealed record ExportSealed(
    Guid Request, Guid Export, int Set, Digest Manifest, long LogSize, int Documents, int Opened, int Withheld,
    Guid SealedBy)
    : IFact;
