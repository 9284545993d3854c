using Archive.Evidence;

namespace Archive.Retention.Policies;

/// <summary>Reads and checks the files of `retention-policies/`.</summary>
public static class RetentionPolicies
{
    /// <summary>Every `*.yaml` of a folder, in the order of their names.</summary>
    /// <exception cref="FaultException">
    /// A file is wrong. The message has a line per problem: file, line, what, how to mend it.
    /// </exception>
    public static IReadOnlyList<RetentionPolicy> Load(string folder) => Check(folder) switch
    {
        (var policies, []) => policies,
        var (_, problems) => throw Sentences.Fault("retention.policies-wrong", Sentence.Join("\n", problems)),
    };

    /// <summary>The files of a folder that are right, in the order of their names, and all that is wrong.</summary>
    /// <returns>Problems with file, line, what is wrong and how to mend it; none if the folder can be used.</returns>
    public static (IReadOnlyList<RetentionPolicy> Policies, IReadOnlyList<Sentence> Problems) Check(string folder)
    {
        var problems = new List<Sentence>();
        var policies = new List<RetentionPolicy>();
        if (!Directory.Exists(folder))
            return ([], [Sentences.Of("retention.no-folder", folder)]);
        foreach (var path in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            var file = Path.GetFileName(path);
            try
            {
                var (policy, found) = Read(file, File.ReadAllText(path));
                problems.AddRange(found.Select(p => Sentences.Of("retention.problem", file, p.Line, p.What)));
                if (policy is not null)
                    policies.Add(policy);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Add(Sentence.Of(e, path));
            }
        }

        if (problems.Count == 0 && policies.Count == 0)
            problems.Add(Sentences.Of("retention.no-policies", folder));
        return (policies, problems);
    }

    /// <param name="file">Name of the file, without its folder.</param>
    /// <returns>The policy, or everything that is wrong with it.</returns>
    public static (RetentionPolicy? Policy, IReadOnlyList<PolicyProblem> Problems) Read(string file, string yaml)
    {
        var problems = new List<PolicyProblem>();
        var text = PolicyText.Read(yaml, problems);
        if (text is not null)
        {
            problems.AddRange(new PolicyRules(file).Validate(text).Errors
                .Select(e => (PolicyProblem)e.CustomState));
        }

        return problems.Count == 0
            ? (Policy(text!), [])
            : (null, [.. problems.DistinctBy(p => (p.Line, p.What.ToString())).OrderBy(p => p.Line)]);
    }

    private static RetentionPolicy Policy(PolicyFile text) => new(
        text.Id!.Text, text.Title!.Text, text.SourceName!.Text, text.Citation!.Text,
        PolicyWords.Day(text.Adopted!.Text)!.Value, PolicyWords.Day(text.ValidFrom!.Text)!.Value,
        text.ValidTo is { } to ? PolicyWords.Day(to.Text) : null, [.. text.Categories.Select(Category)]);

    private static RetentionCategory Category(CategoryText text) => new(
        text.Number!.Text, text.Name!.Text, [.. text.AppliesTo!.Select(w => PolicyWords.Applications[w.Text])],
        PolicyWords.Dispositions[text.Disposition!.Text],
        text.Term is { } term ? PolicyWords.Term(term.Text) : null,
        text.Starts is { } starts ? PolicyWords.ProcessTerms[starts.Text] : null,
        PolicyWords.Certainties[text.Certainty!.Text], text.Remark?.Text);
}
