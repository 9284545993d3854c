using Archive.Capture.Mapping;
using Archive.Evidence;
using Archive.Evidence.Facts;

namespace Archive.Records;

/// <summary>A fact of the log as rows are made of it.</summary>
/// <param name="Content">Of a captured version that can still be read; else null.</param>
/// <param name="Trouble">
/// Why a captured version cannot be read although nothing destroyed it; null for every other fact.
/// </param>
internal sealed record ReadFact(
    long Leaf, Fact Fact, IFact Read, VersionContent? Content = null, Sentence? Trouble = null);
