using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Archive.People;

/// <summary>
/// The passwords that were found right in this process a short while ago, so that the work of hashing is not done anew
/// for each command of one officer (docs/decisions/0141). Kept in memory only, as a keyed digest over the password and
/// the hash it was checked against: a password that is changed meanwhile is checked in full.
/// </summary>
public sealed class RecentSignIns(TimeProvider clock)
{
    /// <summary>From the last check in full; using it makes it no longer.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(15);

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, long> checkedAt = new();

    /// <param name="kept">What the account has now.</param>
    public bool Has(PasswordHash kept, string password) =>
        checkedAt.TryGetValue(DigestOf(kept, password), out var at) && clock.GetElapsedTime(at) < Validity;

    /// <param name="kept">What the password was just found to match.</param>
    public void Add(PasswordHash kept, string password)
    {
        foreach (var (digest, at) in checkedAt)
        {
            if (clock.GetElapsedTime(at) >= Validity)
                checkedAt.TryRemove(digest, out _);
        }

        checkedAt.TryAdd(DigestOf(kept, password), clock.GetTimestamp());
    }

    private string DigestOf(PasswordHash kept, string password)
    {
        var iterations = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(iterations, kept.Iterations);
        byte[] input =
        [
            .. iterations, .. kept.Salt, .. kept.Hash, // of one length each
            .. MemoryMarshal.AsBytes(password.AsSpan()), // as typed, also what is no text
        ];
        return Convert.ToHexString(HMACSHA256.HashData(key, input));
    }
}
