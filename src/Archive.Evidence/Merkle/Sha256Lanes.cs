using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Archive.Evidence.Merkle;

/// <summary>
/// SHA-256 (FIPS 180-4) of eight short messages at a time, one in each lane of a vector. The platform's own SHA-256 is
/// as fast for long ones; for some dozens of bytes, setting it up takes ten times as long as the hash. Whoever checks
/// what is made with this uses the platform's.
/// </summary>
internal static class Sha256Lanes
{
    public const int Lanes = 8;
    public const int BlockLength = 64;
    public const int HashLength = 32;

    private const int Words = 8; // of a state
    private const int LengthBytes = 8;
    private const byte End = 0x80;

    /// <summary>Sections 4.2.2 and 5.3.3: of the cube roots and square roots of the first primes.</summary>
    private static readonly uint[] Constants =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    private static readonly uint[] Initial =
    [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ];

    /// <summary>Whether this machine has such vectors; without them this is slower than the platform's.</summary>
    public static bool IsFast => Vector256.IsHardwareAccelerated;

    /// <summary>How many blocks a message takes, its end and its length included.</summary>
    public static int Blocks(int length) => (length + 1 + LengthBytes + BlockLength - 1) / BlockLength;

    /// <summary>Ends a message: zeros behind it up to its last block, and its length.</summary>
    /// <param name="lane">Of whole blocks; the message stands at its beginning.</param>
    /// <param name="before">Bytes that were hashed before these, as many blocks.</param>
    public static void Pad(Span<byte> lane, int length, int before = 0)
    {
        var blocks = lane[..(Blocks(length) * BlockLength)];
        blocks[length..].Clear();
        blocks[length] = End;
        BinaryPrimitives.WriteUInt64BigEndian(blocks[^LengthBytes..], (ulong)(before + length) * 8);
    }

    /// <summary>Sets all lanes to how SHA-256 begins.</summary>
    public static void Begin(Span<Vector256<uint>> state)
    {
        for (var i = 0; i < Words; i++)
            state[i] = Vector256.Create(Initial[i]);
    }

    /// <summary>Sets all lanes to where one lane of another state is.</summary>
    public static void Begin(Span<Vector256<uint>> state, ReadOnlySpan<Vector256<uint>> from, int lane)
    {
        for (var i = 0; i < Words; i++)
            state[i] = Vector256.Create(from[i][lane]);
    }

    /// <summary>Takes in messages, one beside the other.</summary>
    /// <param name="lanes">Of <paramref name="stride"/> bytes each.</param>
    /// <param name="blocks">How many blocks each lane has; its state stays where it is after the last.</param>
    public static void Add(
        Span<Vector256<uint>> state, ReadOnlySpan<byte> lanes, int stride, ReadOnlySpan<int> blocks)
    {
        Span<Vector256<uint>> next = stackalloc Vector256<uint>[Words];
        var most = 0;
        foreach (var count in blocks)
            most = Math.Max(most, count);
        for (var block = 0; block < most; block++)
        {
            state.CopyTo(next);
            Compress(next, lanes[(block * BlockLength)..], stride);
            var active = Vector256<uint>.Zero;
            for (var lane = 0; lane < Lanes; lane++)
                active = active.WithElement(lane, block < blocks[lane] ? uint.MaxValue : 0);
            for (var i = 0; i < Words; i++)
                state[i] = Vector256.ConditionalSelect(active, next[i], state[i]);
        }
    }

    /// <summary>Takes in one block of every lane.</summary>
    public static void Compress(Span<Vector256<uint>> state, ReadOnlySpan<byte> lanes, int stride)
    {
        Span<Vector256<uint>> w = stackalloc Vector256<uint>[Constants.Length];
        Read(lanes, stride, w);
        for (var t = 16; t < w.Length; t++)
        {
            var (a, b) = (w[t - 15], w[t - 2]);
            w[t] = w[t - 16] + (Right(a, 7) ^ Right(a, 18) ^ (a >>> 3))
                + w[t - 7] + (Right(b, 17) ^ Right(b, 19) ^ (b >>> 10));
        }

        Rounds(state, w);
    }

    /// <summary>The hash of one lane.</summary>
    public static void Write(ReadOnlySpan<Vector256<uint>> state, int lane, Span<byte> hash)
    {
        for (var i = 0; i < Words; i++)
            BinaryPrimitives.WriteUInt32BigEndian(hash[(4 * i)..], state[i][lane]);
    }

    private static void Read(ReadOnlySpan<byte> lanes, int stride, Span<Vector256<uint>> w)
    {
        Span<uint> words = stackalloc uint[16 * Lanes];
        for (var lane = 0; lane < Lanes; lane++)
        {
            var block = lanes.Slice(lane * stride, BlockLength);
            for (var t = 0; t < 16; t++)
                words[t * Lanes + lane] = BinaryPrimitives.ReadUInt32BigEndian(block[(4 * t)..]);
        }

        for (var t = 0; t < 16; t++)
            w[t] = Vector256.Create<uint>(words.Slice(t * Lanes, Lanes));
    }

    /// <summary>Section 6.2.2.</summary>
    private static void Rounds(Span<Vector256<uint>> state, ReadOnlySpan<Vector256<uint>> w)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (var t = 0; t < w.Length; t++)
        {
            var t1 = h + (Right(e, 6) ^ Right(e, 11) ^ Right(e, 25)) + ((e & f) ^ (~e & g))
                + Vector256.Create(Constants[t]) + w[t];
            var t2 = (Right(a, 2) ^ Right(a, 13) ^ Right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + t1, c, b, a, t1 + t2);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Right(Vector256<uint> word, [ConstantExpected] byte by) => Avx512F.VL.IsSupported
        ? Avx512F.VL.RotateRight(word, by)
        : (word >>> by) | (word << (32 - by));
}
