namespace Archive.Evidence.Content;

/// <summary>
/// Members that say nothing. A fact tells for ever how many members a version has, also of one that is destroyed: so
/// as few as are needed to make that a multiple of <see cref="Multiple"/> stand at the end of each.
/// </summary>
internal static class Padding
{
    public const int Multiple = 32;

    private static readonly Member[] Each =
        [.. Enumerable.Range(0, Multiple - 1).Select(i => new Member(MemberPath.Of(MemberPath.PaddingWord, i), ""))];

    public static IReadOnlyList<Member> Fill(IReadOnlyList<Member> members) =>
        [.. members, .. Each.AsSpan(0, (Multiple - members.Count % Multiple) % Multiple)];
}
