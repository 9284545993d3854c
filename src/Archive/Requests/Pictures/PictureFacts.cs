using Archive.Evidence;
using Archive.Evidence.Content;

namespace Archive.Requests.Pictures;

/// <summary>
/// A copy of a picture was made in which regions are black: all that are redacted in it from then on. A set shows this
/// copy and no other, so that a second officer approves what goes out (docs/evidence-format.md, "Redacted picture").
/// </summary>
/// <param name="Copy">Random; what the salt of the commitment is made of.</param>
/// <param name="Medium">Which medium of the version, from 0.</param>
/// <param name="Width">Of the copy in pixels, which is that of the picture as it is shown.</param>
/// <param name="Height">Of the copy in pixels.</param>
/// <param name="Regions">In the order in which they were redacted; they may overlap.</param>
/// <param name="Commitment">To the SHA-256 of the copy, salted.</param>
[FactName("requests.picture-redacted/1")]
public sealed record PictureRedacted(
    Guid Request, Guid Copy, int Number, Guid Record, Guid Version, int Medium, int Width, int Height,
    IReadOnlyList<PictureRegion> Regions, Digest Commitment, SealedPicture Picture) : IFact;

/// <summary>Where a copy of a picture is kept: in the unit of its record, with which it is destroyed.</summary>
public sealed record SealedPicture(Guid Unit, Digest Object)
{
    /// <summary>Stands in a rule's answer until the desk has made the copy. It cannot be recorded.</summary>
    public static SealedPicture NotYet { get; } = new(Guid.Empty, default);
}
