using System.Security.Cryptography;
using System.Text;
using Archive.Evidence.Canonical;

namespace Archive.Evidence.Content;

/// <summary>
/// Keyed digests of what a version says, by which the next one is held against it without reading it again: HMAC-SHA256
/// under the unit secret, with which they stop telling anything (docs/evidence-format.md, "Version and author").
/// </summary>
public static class KeyedContent
{
    private const string Name = "author-name";

    /// <summary>
    /// Of all that a version says but the names that accounts give themselves, which are not what it says.
    /// </summary>
    /// <param name="version">`data.version` of the fact that has it.</param>
    /// <param name="members">In the order of the format, without padding.</param>
    public static Digest WithoutNames(
        MapperName mapper, byte[] unitSecret, Guid version, IEnumerable<Member> members) =>
        OfAll(mapper, unitSecret, version, [.. members.Where(m => !IsName(m.Path))]);

    /// <summary>
    /// The same of the record of an account, for which nothing is left out: what it calls itself is what it says.
    /// </summary>
    /// <param name="version">`data.version` of the fact that has it.</param>
    /// <param name="members">In the order of the format, without padding.</param>
    public static Digest OfAccount(
        MapperName mapper, byte[] unitSecret, Guid version, IEnumerable<Member> members) =>
        OfAll(mapper, unitSecret, version, [.. members]);

    /// <summary>Of who wrote a version, as the platform numbers accounts.</summary>
    /// <param name="version">`data.version` of the fact that has it.</param>
    public static Digest Author(byte[] unitSecret, Guid version, string id) =>
        Of("archive/author/v1\n", unitSecret, version, CanonicalJson.Write(id));

    private static Digest OfAll(
        MapperName mapper, byte[] unitSecret, Guid version, IReadOnlyList<Member> members) => Of(
        "archive/without-names/v1\n", unitSecret, version,
        [.. Encoding.ASCII.GetBytes($"{mapper}\n"), .. MemberList.Write(members)]);

    /// <summary>
    /// Whether it is what an account calls itself: of the author, or of whom a record quotes or shares.
    /// </summary>
    private static bool IsName(string path) =>
        path == Name || path.EndsWith($"/{Name}", StringComparison.Ordinal);

    private static Digest Of(string purpose, byte[] unitSecret, Guid version, byte[] what)
    {
        byte[] keyed = [.. Encoding.ASCII.GetBytes(purpose), .. version.ToByteArray(bigEndian: true), .. what];
        return Digest.From(HMACSHA256.HashData(unitSecret, keyed));
    }
}
