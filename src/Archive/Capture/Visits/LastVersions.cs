using Archive.Capture.Mapping;
using Archive.Capture.Platforms;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Sources;
using Archive.Storage.Vault;

namespace Archive.Capture.Visits;

/// <summary>Reads from the vault what no fact tells of the version that a record has as its last.</summary>
internal sealed class LastVersions(IVault vault, PlatformRegistry platforms, Source source)
{
    /// <returns>
    /// When it was written: edited, or posted if it never was. Null if it cannot be read now; findings say why.
    /// </returns>
    public async Task<DateTimeOffset?> Written(VersionCaptured last, byte[] secret, CancellationToken ct)
    {
        if (!last.NamesItsBytes)
            return null;
        try
        {
            using var pieces = new PieceReader(vault);
            var content = await VersionContent.Read(
                last, platforms, source.Domain, new Dictionary<int, Digest>(),
                at => pieces.Read(at.Object, at.Piece, secret, ct));
            return CanonicalMoment.Truncate((content.Mapped.EditedAt ?? content.Mapped.PostedAt)!.Value);
        }
        catch (Exception e) when (e is FaultException or IOException)
        {
            return null;
        }
    }
}
