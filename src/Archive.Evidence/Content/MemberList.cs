using Archive.Evidence.Canonical;

namespace Archive.Evidence.Content;

/// <summary>Members as rows keep them: the JCS array of `[path, value]`, in their order.</summary>
public static class MemberList
{
    /// <exception cref="FormatException">A value holds half of a surrogate pair.</exception>
    public static byte[] Write(IReadOnlyList<Member> members)
    {
        var writer = new CanonicalWriter(capacity: 32 * members.Count);
        writer.BeginArray();
        foreach (var member in members)
        {
            Write(writer, member);
            writer.EndItem();
        }

        writer.EndArray();
        return writer.ToArray();
    }

    internal static void Write(CanonicalWriter writer, Member member)
    {
        writer.BeginArray();
        writer.String(member.Path);
        writer.EndItem();
        writer.String(member.Value);
        writer.EndItem();
        writer.EndArray();
    }
}
