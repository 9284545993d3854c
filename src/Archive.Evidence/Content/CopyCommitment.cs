namespace Archive.Evidence.Content;

/// <summary>
/// Commits to the redacted copy of a picture: SHA-256(0x00 ‖ salt ‖ JCS([`media/i/redacted`, SHA-256 of the copy])).
/// The salt comes from the record's unit secret and dies with it, so that nobody can try then which picture it was.
/// </summary>
public static class CopyCommitment
{
    /// <param name="unitSecret">32 bytes, of the unit the record belongs to.</param>
    /// <param name="copy">Random, of this copy alone: never a version.</param>
    public static byte[] Salt(ReadOnlySpan<byte> unitSecret, Guid copy)
    {
        using var hashes = new MemberHashes(unitSecret, copy);
        var salt = new byte[Commitments.SaltLength];
        hashes.Salt(0, salt);
        return salt;
    }

    /// <param name="medium">Which medium of the version, from 0.</param>
    /// <param name="picture">SHA-256 of the copy.</param>
    public static Digest Of(ReadOnlySpan<byte> salt, int medium, Digest picture) => Digest.From(
        MemberHashes.LeafOf(salt, new Member(FormattableString.Invariant($"media/{medium}/redacted"), $"{picture}")));
}
