using System.Text.RegularExpressions;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;

namespace Archive.Evidence.Verification;

/// <summary>
/// Is what is shown of an account what an account can say (docs/evidence-format.md, "Account"), and could what it must
/// have besides be among what is withheld.
/// </summary>
internal static partial class AccountCheck
{
    private static readonly string[] Flags = ["bot", "locked", "suspended", "limited", "memorial"];

    /// <summary>Below the mapper's name; a field of the profile is matched by its number.</summary>
    private static readonly string[] Facets =
        [.. Flags, "moved/author-handle", "moved/author-id", "moved/url", "uri"];

    /// <param name="file">In `evidence/content/`.</param>
    public static void Run(VerificationContext run, string file, FactStatement fact, OpenedContent opened)
    {
        if (!fact.IsOfAccount)
            return;
        var mapper = fact.Content!.Mapper;
        var shown = opened.Shown.Select(o => new Shown(
            MemberPath.Parse(o.Member.Path, mapper), o.Member.Value, o.Index)).ToList();
        var strange = false;
        foreach (var member in shown)
        {
            if (TroubleOf(member, shown, mapper) is not { } key)
                continue;
            run.Find(file, key, member.Path.Path);
            strange = true;
        }

        foreach (var twice in shown
            .Where(s => s.Path.Group > MemberPath.TextGroup && s.Path.Group < MemberPath.MediaGroup)
            .GroupBy(s => (s.Path.Group, s.Value)).Where(g => g.Count() > 1))
            run.Find(file, "AccountMemberTwice", twice.First().Path.Path, twice.Last().Path.Path);
        var all = new AccountMembers(
            mapper, [.. shown.Select(s => (s.Path.Path, s.Index))], opened.Members, fact.Content.N);
        if (strange || all.Trouble() is not { } trouble)
            return;
        if (trouble < shown.Count)
            run.Find(file, "AccountWithheld", shown[trouble].Path.Path);
        else
            run.Find(file, "AccountWithheldLast", shown.Count == 0 ? "" : shown[^1].Path.Path);
    }

    /// <returns>Null if it can be a member of an account.</returns>
    private static string? TroubleOf(Shown member, List<Shown> shown, MapperName mapper)
    {
        var path = member.Path;
        if (path.Group == MemberPath.ExtraGroup)
        {
            var facet = path.Path[(mapper.Platform.Length + 1)..];
            if (!Facets.Contains(facet) && !FieldForm().IsMatch(facet))
                return "AccountMember";
            return Flags.Contains(facet) && member.Value != "true" ? "AccountFlag" : null;
        }

        if ((path.IsSingle && path.Group > MemberPath.PostedAtGroup)
            || (path.Group == MemberPath.MediaGroup && path.Medium > 1))
            return "AccountMember";
        var isAlone = path.Medium == 0 && !shown.Exists(s => s.Path is { Medium: 1 });
        return path.Part == MemberPart.Type && member.Value != (path.Medium == 0 ? "avatar" : "header")
            && !(isAlone && member.Value == "header")
                ? "AccountPicture"
                : null;
    }

    [GeneratedRegex(@"\Afield/(name|value)/(0|[1-9][0-9]{0,8})\z")]
    private static partial Regex FieldForm();

    private sealed record Shown(MemberPath Path, string Value, int Index);
}
