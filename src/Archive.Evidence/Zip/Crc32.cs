using System.Buffers.Binary;

namespace Archive.Evidence.Zip;

/// <summary>
/// The checksum of zip files (ISO 3309, polynomial 0xEDB88320 reflected). Finds accidents, proves nothing.
/// </summary>
public struct Crc32
{
    private const int AtOnce = 8;

    private static readonly uint[][] Tables = MakeTables();

    /// <summary>Of everything appended so far; 0 for nothing, so that `default` is the checksum of no bytes.</summary>
    public uint Value { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var crc = ~Value;
        for (; bytes.Length >= AtOnce; bytes = bytes[AtOnce..])
        {
            var low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = Tables[7][(byte)low] ^ Tables[6][(byte)(low >> 8)] ^ Tables[5][(byte)(low >> 16)]
                ^ Tables[4][low >> 24]
                ^ Tables[3][(byte)high]
                ^ Tables[2][(byte)(high >> 8)]
                ^ Tables[1][(byte)(high >> 16)]
                ^ Tables[0][
                    high >> 24];
        }

        foreach (var b in bytes)
            crc = Tables[0][(byte)(crc ^ b)] ^ (crc >> 8);
        Value = ~crc;
    }

    // Table k is what a byte does to the checksum when k more bytes follow it.
    private static uint[][] MakeTables()
    {
        var tables = new uint[AtOnce][];
        for (var k = 0; k < AtOnce; k++)
        {
            tables[k] = new uint[256];
            for (uint i = 0; i < 256; i++)
                tables[k][i] = k == 0 ? OfByte(i) : (tables[k - 1][i] >> 8) ^ tables[0][(byte)tables[k - 1][i]];
        }

        return tables;
    }

    private static uint OfByte(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
        return value;
    }
}
