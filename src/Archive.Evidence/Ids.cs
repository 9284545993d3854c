using System.Security.Cryptography;

namespace Archive.Evidence;

/// <summary>
/// Random (version 4) ids from the system's secure generator, RFC 9562 section 5.4. A commitment to a fact is hidden by
/// nothing but its id, so no id is ever sequential or derived from what it names.
/// </summary>
public static class Ids
{
    public static Guid New()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The 16 bytes of an id in written order, as every binary format of ours has them.</summary>
    public static byte[] Bytes(Guid id)
    {
        var bytes = new byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return bytes;
    }
}
