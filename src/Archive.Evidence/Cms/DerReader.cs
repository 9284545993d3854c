using System.Formats.Asn1;

namespace Archive.Evidence.Cms;

/// <summary>
/// Whether bytes are one DER value to the last nested one: definite lengths in their shortest form, and the one form of
/// booleans, numbers and identifiers. The order within a SET OF is left alone: authorities put certificates in theirs.
/// Beside it what readers of signatures and of time-stamps share.
/// </summary>
internal static class DerReader
{
    private const int Deepest = 32;

    private static readonly AsnReaderOptions AnyOrder = new() { SkipSetSortOrderVerification = true };

    /// <exception cref="FormatException">They are not.</exception>
    public static void Demand(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new AsnReader(bytes, AsnEncodingRules.DER, AnyOrder);
            Value(reader, 0);
            reader.ThrowIfNotEmpty();
        }
        catch (AsnContentException e)
        {
            throw new MalformedException(e, "NotDer");
        }
    }

    /// <summary>
    /// Reads an AlgorithmIdentifier (RFC 5280 section 4.1.1.2) without parameters, or with NULL for them.
    /// </summary>
    /// <returns>The algorithm's object identifier.</returns>
    public static string Algorithm(AsnReader from)
    {
        var identifier = from.ReadSequence();
        var algorithm = identifier.ReadObjectIdentifier();
        if (identifier.HasData)
            identifier.ReadNull();
        identifier.ThrowIfNotEmpty();
        return algorithm;
    }

    /// <exception cref="FormatException">The condition does not hold; the key says which one it was.</exception>
    public static void Demand(bool condition, string key)
    {
        if (!condition)
            throw new MalformedException(key);
    }

    private static void Value(AsnReader reader, int depth)
    {
        if (depth > Deepest)
            throw new MalformedException("DerTooDeep");
        var tag = reader.PeekTag();
        if (!tag.IsConstructed)
        {
            Primitive(reader, tag);
            return;
        }

        if (tag.TagClass == TagClass.Universal
            && (UniversalTagNumber)tag.TagValue is not (UniversalTagNumber.Sequence or UniversalTagNumber.Set))
            throw new MalformedException("DerStringInParts");
        var content = new AsnReader(reader.PeekContentBytes(), AsnEncodingRules.DER, AnyOrder);
        reader.ReadEncodedValue();
        while (content.HasData)
            Value(content, depth + 1);
    }

    private static void Primitive(AsnReader reader, Asn1Tag tag)
    {
        switch (tag.TagClass == TagClass.Universal ? (UniversalTagNumber)tag.TagValue : UniversalTagNumber.OctetString)
        {
            case UniversalTagNumber.Boolean:
                reader.ReadBoolean();
                break;
            case UniversalTagNumber.Integer:
                reader.ReadIntegerBytes();
                break;
            case UniversalTagNumber.Null:
                reader.ReadNull();
                break;
            case UniversalTagNumber.ObjectIdentifier:
                reader.ReadObjectIdentifier();
                break;
            case UniversalTagNumber.BitString:
                reader.ReadBitString(out _);
                break;
            default:
                reader.ReadEncodedValue();
                break;
        }
    }
}
