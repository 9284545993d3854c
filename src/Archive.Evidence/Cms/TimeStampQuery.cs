using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace Archive.Evidence.Cms;

/// <summary>
/// One question to a time-stamp authority (RFC 3161 section 2.4): for a SHA-256, with a nonce, certificates included.
/// </summary>
public sealed class TimeStampQuery
{
    private readonly Rfc3161TimestampRequest request;

    public TimeStampQuery(Digest imprint)
    {
        Imprint = imprint;
        var nonce = RandomNumberGenerator.GetBytes(16);
        nonce[0] = (byte)((nonce[0] & 0x7F) | 0x40); // positive, and as long as it is
        request = Rfc3161TimestampRequest.CreateFromHash(
            imprint.ToBytes(), HashAlgorithmName.SHA256, nonce: nonce, requestSignerCertificates: true);
    }

    public Digest Imprint { get; }

    /// <summary>Content of a POST of type `application/timestamp-query`.</summary>
    public byte[] Encode() => request.Encode();

    /// <summary>The token in an answer of type `application/timestamp-reply`, if it answers this question.</summary>
    /// <exception cref="FormatException">
    /// It does not, or holds no token that holds together; the message says why.
    /// </exception>
    public TimeStampToken Answer(ReadOnlyMemory<byte> reply)
    {
        var token = TimeStampToken.Read(Token(reply));
        try
        {
            request.ProcessResponse(reply, out _); // the nonce, above all
        }
        catch (CryptographicException e)
        {
            throw new MalformedException(e, "TimeStampOtherQuestion");
        }

        return token.Imprint == Imprint ? token : throw new MalformedException("TimeStampOtherDigest");
    }

    /// <summary>The token exactly as it stands in the answer.</summary>
    private static ReadOnlyMemory<byte> Token(ReadOnlyMemory<byte> reply)
    {
        try
        {
            var file = new AsnReader(reply, AsnEncodingRules.DER);
            var response = file.ReadSequence();
            file.ThrowIfNotEmpty();
            var status = response.ReadSequence().ReadInteger();
            if (status != 0 && status != 1) // granted, granted with changes
                throw new MalformedException("TimeStampRefused", status);
            var token = response.ReadEncodedValue();
            response.ThrowIfNotEmpty();
            return token;
        }
        catch (AsnContentException e)
        {
            throw new MalformedException(e, "TimeStampNoAnswer");
        }
    }
}
