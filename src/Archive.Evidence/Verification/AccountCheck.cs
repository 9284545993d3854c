using System.Globalization;
using System.Text.RegularExpressions;
using Archive.Evidence.Content;
using Archive.Evidence.Facts;

namespace Archive.Evidence.Verification;

/// <summary>
/// Is what is shown of an account what an account can say (docs/evidence-format.md, "Account"), and could what it must
/// have besides be among what is withheld.
/// </summary>
internal sealed partial class AccountCheck(VerificationContext run)
{
    private const string Id = "platform-id";
    private const string AuthorId = "author-id";
    private const string Type = "type";

    private static readonly string[] Flags = ["bot", "locked", "suspended", "limited", "memorial"];

    /// <summary>Below the mapper's name; a field of the profile is matched by its number.</summary>
    private static readonly string[] Facets =
        [.. Flags, "moved/author-handle", "moved/author-id", "moved/url", "uri"];

    /// <summary>By record and path, what an earlier version was shown to have.</summary>
    private readonly Dictionary<(Guid?, string), string> ids = [];

    /// <param name="file">In `evidence/content/`.</param>
    public void Run(string file, FactStatement fact, OpenedContent opened)
    {
        if (!fact.IsOfAccount)
            return;
        var mapper = fact.Content!.Mapper;
        var shown = opened.Shown.Select(o => new Shown(
            MemberPath.Parse(o.Member.Path, mapper), o.Member.Value, o.Index)).ToList();
        foreach (var member in shown)
        {
            if (TroubleOf(member, shown, mapper) is { } key)
                run.Find(file, key, member.Path.Path);
        }

        foreach (var twice in shown
            .Where(s => s.Path.Group > MemberPath.TextGroup && s.Path.Group < MemberPath.MediaGroup)
            .GroupBy(s => (s.Path.Group, s.Value)).Where(g => g.Count() > 1))
            run.Find(file, "AccountMemberTwice", twice.First().Path.Path, twice.Last().Path.Path);
        CheckIds(file, fact, shown);
        if (shown.Find(s => s.Path.Group == MemberPath.TextGroup) is { } text && IsTooFar(text, shown))
            run.Find(file, "AccountBeforeText", text.Path.Path);
        CheckWithheld(file, mapper, shown, shown.Count + opened.Withheld);
    }

    /// <returns>Null if it can be a member of an account.</returns>
    private static string? TroubleOf(Shown member, List<Shown> shown, MapperName mapper)
    {
        var path = member.Path;
        if (path.Group == MemberPath.ExtraGroup)
        {
            var facet = Facet(path, mapper);
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

    private void CheckIds(string file, FactStatement fact, List<Shown> shown)
    {
        var told = shown.Where(s => s.Path.Path is Id or AuthorId).ToList();
        if (told.DistinctBy(s => s.Value).Count() > 1)
            run.Find(file, "AccountIds");
        foreach (var id in told)
        {
            if (!ids.TryAdd((fact.Record, id.Path.Path), id.Value)
                && ids[(fact.Record, id.Path.Path)] != id.Value)
                run.Find(file, "AccountOtherId", id.Path.Path, fact.Record);
        }
    }

    /// <summary>Before its words an account has six members at most that are no words.</summary>
    private static bool IsTooFar(Shown text, List<Shown> shown)
    {
        var before = shown.TakeWhile(s => s != text).LastOrDefault();
        var withheld = text.Index - (before?.Index ?? -1) - 1;
        return withheld > text.Path.Index + Math.Max(0, MemberPath.PostedAtGroup - (before?.Path.Group ?? -1));
    }

    /// <summary>What an account must have and is not shown stands where something is withheld.</summary>
    /// <param name="members">How many it has, padding that is shown left out.</param>
    private void CheckWithheld(string file, MapperName mapper, List<Shown> shown, int members)
    {
        var paths = shown.Select(s => s.Path.Path).ToHashSet(StringComparer.Ordinal);
        int PlaceOf(string path)
        {
            var at = MemberPath.Parse(path, mapper);
            var (from, to) = (0, shown.Count);
            while (from < to)
            {
                var middle = (from + to) / 2;
                if (MemberOrder.Follows(shown[middle].Path, at))
                    from = middle + 1;
                else
                    to = middle;
            }

            return from;
        }

        var free = Enumerable.Range(0, shown.Count + 1)
            .Select(i => (i < shown.Count ? shown[i].Index : members) - (i > 0 ? shown[i - 1].Index + 1 : 0)).ToArray();
        foreach (var missing in Required(shown, mapper).Where(p => !paths.Contains(p)).GroupBy(PlaceOf))
        {
            free[missing.Key] -= missing.Count();
            if (free[missing.Key] < 0)
                run.Find(file, "AccountLacks", missing.First());
        }

        string Field(string part, int i) => MemberPath.Of($"{mapper.Platform}/field/{part}", i);
        for (var i = 0; i < FieldsOf(shown, mapper); i++)
        {
            if (i >= members || (!paths.Contains(Field("name", i)) && !paths.Contains(Field("value", i))
                && free[PlaceOf(Field("name", i))] <= 0 && free[PlaceOf(Field("value", i))] <= 0))
            {
                run.Find(file, "AccountLacks", Field("name", i));
                return;
            }
        }
    }

    /// <summary>What there must be, given what is shown; numbers below one that is shown among it.</summary>
    private static IEnumerable<string> Required(List<Shown> shown, MapperName mapper)
    {
        yield return Id;
        yield return AuthorId;
        if (shown.Exists(s => s.Path.Path.StartsWith($"{mapper.Platform}/moved/", StringComparison.Ordinal)))
        {
            yield return $"{mapper.Platform}/moved/author-handle";
            yield return $"{mapper.Platform}/moved/author-id";
        }

        var media = shown.Where(s => s.Path.Group == MemberPath.MediaGroup).Select(s => s.Path.Medium).ToList();
        for (var i = 0; i <= media.LastOrDefault(-1); i++)
            yield return $"{MemberPath.Of("media", i)}/{Type}";
        foreach (var last in shown.Where(s => s.Path.Path.Contains('/', StringComparison.Ordinal)
            && s.Path.Group != MemberPath.ExtraGroup && s.Path.Part is MemberPart.None or MemberPart.Alt)
            .GroupBy(s => s.Path.Path[..s.Path.Path.LastIndexOf('/')]))
        {
            for (var i = 0; i < last.Max(s => s.Path.Index); i++)
                yield return MemberPath.Of(last.Key, i);
        }
    }

    private static int FieldsOf(List<Shown> shown, MapperName mapper) => shown
        .Where(s => s.Path.Group == MemberPath.ExtraGroup)
        .Select(s => FieldForm().Match(Facet(s.Path, mapper))).Where(m => m.Success)
        .Select(m => int.Parse(m.Groups["number"].ValueSpan, CultureInfo.InvariantCulture))
        .DefaultIfEmpty(-1).Max() + 1;

    /// <summary>What a path is below the mapper's name.</summary>
    private static string Facet(MemberPath path, MapperName mapper) => path.Path[(mapper.Platform.Length + 1)..];

    [GeneratedRegex(@"\Afield/(name|value)/(?<number>0|[1-9][0-9]{0,8})\z")]
    private static partial Regex FieldForm();

    private sealed record Shown(MemberPath Path, string Value, int Index);
}
