using System.Formats.Asn1;

namespace Archive.Evidence.Cms;

/// <summary>
/// The parts of a token's SignedData (RFC 5652) that no signature covers have one value each, so that a token cannot be
/// changed and stay one. What it says is not judged here.
/// </summary>
internal static class TokenShape
{
    private static readonly AsnReaderOptions AnyOrder = new() { SkipSetSortOrderVerification = true };

    private static readonly Asn1Tag Tagged0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <param name="token">DER already.</param>
    /// <exception cref="FormatException">A part is missing, or another than it must be.</exception>
    public static void Demand(ReadOnlyMemory<byte> token)
    {
        try
        {
            var info = new AsnReader(token, AsnEncodingRules.DER, AnyOrder).ReadSequence();
            info.ReadObjectIdentifier();
            var content = info.ReadSequence(Tagged0);
            info.ThrowIfNotEmpty();
            var signed = content.ReadSequence();
            content.ThrowIfNotEmpty();
            SignedData(signed);
        }
        catch (AsnContentException e)
        {
            throw new MalformedException(e, "TimeStampNoSignedData");
        }
    }

    private static void SignedData(AsnReader signed)
    {
        DerReader.Demand(signed.ReadInteger() == 3, "TimeStampVersion");
        var digests = signed.ReadSetOf();
        var digest = DerReader.Algorithm(digests);
        digests.ThrowIfNotEmpty();
        signed.ReadSequence();
        signed.ReadSetOf(Tagged0);
        var signers = signed.ReadSetOf();
        signed.ThrowIfNotEmpty();
        var signer = signers.ReadSequence();
        signers.ThrowIfNotEmpty();

        var version = signer.ReadInteger();
        // by issuer and number, or by its key
        var named = signer.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? 1 : 3;
        DerReader.Demand(version == named, "TimeStampSignerVersion");
        signer.ReadEncodedValue();
        DerReader.Demand(DerReader.Algorithm(signer) == digest, "TimeStampDigestNames");
        signer.ReadSetOf(Tagged0);
        signer.ReadSequence();
        signer.ReadOctetString();
        DerReader.Demand(!signer.HasData, "TimeStampUnsigned");
    }
}
