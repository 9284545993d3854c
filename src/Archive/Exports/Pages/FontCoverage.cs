using System.Buffers.Binary;
using System.Collections;

namespace Archive.Exports.Pages;

/// <summary>
/// Which code points a font has a glyph for, from its `cmap` table. Source: ISO/IEC 14496-22 (OpenType) section 5.2.1,
/// formats 4 and 12, which are all that current fonts use for Unicode.
/// </summary>
public sealed class FontCoverage
{
    private const int CodePoints = 0x110000;
    private static readonly (int Platform, int Encoding)[] Preferred = [(3, 10), (0, 6), (0, 4), (3, 1), (0, 3)];

    private readonly BitArray has;

    private FontCoverage(BitArray has) => this.has = has;

    public bool Has(int codePoint) => has[codePoint];

    /// <summary>What both fonts have: a family covers a code point only if its bold does too.</summary>
    public FontCoverage And(FontCoverage other) => new(new BitArray(has).And(other.has));

    /// <param name="face">Which font of a collection (.ttc); 0 for a file with one font.</param>
    /// <exception cref="Evidence.FaultException">The file is no OpenType font with a Unicode map.</exception>
    public static FontCoverage Read(string path, int face = 0)
    {
        try
        {
            var map = Map(File.ReadAllBytes(path), face);
            return map.IsEmpty || ReadMap(map) is not { } has
                ? throw Sentences.Fault("exports.font-without-map", path)
                : new(has);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw Sentences.Fault(e, "exports.font-cut-short", path);
        }
    }

    /// <returns>Empty if it has none.</returns>
    private static ReadOnlySpan<byte> Map(ReadOnlySpan<byte> font, int face)
    {
        var start = font[..4].SequenceEqual("ttcf"u8) ? Int(font, 12 + (4 * face)) : 0;
        var tables = Short(font, start + 4);
        for (var i = 0; i < tables; i++)
        {
            var entry = start + 12 + (16 * i);
            if (font.Slice(entry, 4).SequenceEqual("cmap"u8))
                return font.Slice(Int(font, entry + 8), Int(font, entry + 12));
        }

        return [];
    }

    /// <returns>Null if there is none of Unicode in a format we read.</returns>
    private static BitArray? ReadMap(ReadOnlySpan<byte> map)
    {
        foreach (var wanted in Preferred)
        {
            for (var i = 0; i < Short(map, 2); i++)
            {
                var entry = 4 + (8 * i);
                if ((Short(map, entry), Short(map, entry + 2)) != wanted)
                    continue;
                var table = map[Int(map, entry + 4)..];
                switch (Short(table, 0))
                {
                    case 4: return Segments(table);
                    case 12: return Groups(table);
                    default: continue;
                }
            }
        }

        return null;
    }

    private static BitArray Groups(ReadOnlySpan<byte> table)
    {
        var has = new BitArray(CodePoints);
        for (var i = 0; i < Int(table, 12); i++)
        {
            var group = table.Slice(16 + (12 * i), 12);
            var (first, last, glyph) = (Int(group, 0), Int(group, 4), Int(group, 8));
            for (var c = first; c <= Math.Min(last, CodePoints - 1); c++)
                has[c] = glyph + (c - first) != 0;
        }

        return has;
    }

    private static BitArray Segments(ReadOnlySpan<byte> table)
    {
        var has = new BitArray(CodePoints);
        var twice = Short(table, 6);
        for (var i = 0; i < twice; i += 2)
        {
            var (last, first) = (Short(table, 14 + i), Short(table, 16 + twice + i));
            var delta = Short(table, 16 + (2 * twice) + i);
            var offsetAt = 16 + (3 * twice) + i;
            var offset = Short(table, offsetAt);
            for (var c = first; c <= last && c != 0xFFFF; c++)
            {
                var glyph = offset == 0 ? c : Short(table, offsetAt + offset + (2 * (c - first)));
                has[c] = (offset == 0 || glyph != 0) && ((glyph + delta) & 0xFFFF) != 0;
            }
        }

        return has;
    }

    private static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static int Int(ReadOnlySpan<byte> bytes, int at) =>
        checked((int)BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]));
}
