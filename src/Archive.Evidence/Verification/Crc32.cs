namespace Archive.Evidence.Verification;

/// <summary>The checksum of zip files (ISO 3309, polynomial 0xEDB88320 reflected). Finds accidents, proves nothing.</summary>
public struct Crc32
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>Of everything appended so far; 0 for nothing, so that `default` is the checksum of no bytes.</summary>
    public uint Value { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var crc = Value ^ uint.MaxValue;
        foreach (var b in bytes)
            crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        Value = crc ^ uint.MaxValue;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var entry = i;
            for (var bit = 0; bit < 8; bit++)
                entry = (entry & 1) == 0 ? entry >> 1 : (entry >> 1) ^ 0xEDB88320;
            table[i] = entry;
        }

        return table;
    }
}
