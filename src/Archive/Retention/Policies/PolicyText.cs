using Archive.Evidence;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Archive.Retention.Policies;

/// <summary>Something wrong in a policy file, for the archivist who wrote it.</summary>
/// <param name="Line">From 1.</param>
/// <param name="What">What is wrong and how to mend it.</param>
public sealed record PolicyProblem(int Line, Sentence What)
{
    internal static PolicyProblem At(int line, string code, params object?[] arguments) =>
        new(line, Sentences.Of(code, arguments));
}

/// <summary>
/// A policy file as written: every value with its line, unknown and doubled names reported, nothing guessed. YAML's own
/// conveniences that hide what is meant (anchors, tags, several documents) are refused.
/// </summary>
internal sealed class PolicyText
{
    private readonly List<PolicyProblem> problems;

    private PolicyText(List<PolicyProblem> problems) => this.problems = problems;

    public static PolicyFile? Read(string yaml, List<PolicyProblem> problems)
    {
        var text = new PolicyText(problems);
        try
        {
            if (Convenience(yaml) is { } line)
            {
                text.Add(line, "retention.no-anchors");
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root)
            {
                text.Add(1, "retention.not-one-list");
                return null;
            }

            return text.File(root);
        }
        catch (YamlException e)
        {
            text.Add((int)e.Start.Line, "retention.no-yaml", e.Start.Column);
            return null;
        }
    }

    /// <summary>The line of the first one that is used.</summary>
    private static int? Convenience(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        while (parser.MoveNext())
        {
            if (parser.Current is AnchorAlias
                || parser.Current is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty))
                return (int)parser.Current.Start.Line;
        }

        return null;
    }

    private PolicyFile File(YamlMappingNode root)
    {
        var members = Members(root, "id", "title", "source", "validFrom", "validTo", "categories");
        var source = members.GetValueOrDefault("source");
        if (source is not (null or YamlMappingNode))
            Add(source, "retention.source-members");
        var sourceMembers = source is YamlMappingNode mapping ? Members(mapping, "name", "citation", "adopted") : [];
        var categories = members.GetValueOrDefault("categories");
        if (categories is not (null or YamlSequenceNode))
            Add(categories, "retention.categories-list");

        return new PolicyFile(
            Line(root), Scalar(members, "id"), Scalar(members, "title"), Scalar(sourceMembers, "name"),
            Scalar(sourceMembers, "citation"), Scalar(sourceMembers, "adopted"), Scalar(members, "validFrom"),
            Scalar(members, "validTo"), [.. (categories as YamlSequenceNode)?.Select(Category).OfType<CategoryText>()
                ?? []]);
    }

    private CategoryText? Category(YamlNode node)
    {
        if (node is not YamlMappingNode mapping)
        {
            Add(node, "retention.category-members");
            return null;
        }

        var members = Members(
            mapping,
            "number",
            "name",
            "appliesTo",
            "disposition",
            "term",
            "starts",
            "certainty",
            "remark");
        var applies = members.GetValueOrDefault("appliesTo");
        if (applies is not (null or YamlSequenceNode))
            Add(applies, "retention.applies-list");
        return new CategoryText(
            Line(mapping), Scalar(members, "number"), Scalar(members, "name"),
            applies is YamlSequenceNode list
                ? [.. list.Select(n => new Written((n as YamlScalarNode)?.Value ?? "", Line(n)))]
                : null,
            Scalar(members, "disposition"), Scalar(members, "term"), Scalar(members, "starts"),
            Scalar(members, "certainty"), Scalar(members, "remark"));
    }

    private Dictionary<string, YamlNode> Members(YamlMappingNode mapping, params string[] known)
    {
        var members = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (known.Contains(name))
                members.Add(name, value);
            else
                Add(key, "retention.unknown-name", name, string.Join(", ", known));
        }

        return members;
    }

    private Written? Scalar(Dictionary<string, YamlNode> members, string name)
    {
        if (!members.TryGetValue(name, out var node))
            return null;
        if (node is YamlScalarNode scalar)
            return new Written(scalar.Value ?? "", Line(node));
        Add(node, "retention.one-value", name);
        return null;
    }

    private void Add(YamlNode at, string code, params object?[] arguments) => Add(Line(at), code, arguments);

    private void Add(int line, string code, params object?[] arguments) =>
        problems.Add(PolicyProblem.At(line, code, arguments));

    private static int Line(YamlNode node) => (int)node.Start.Line;
}

/// <summary>A value as written, and where.</summary>
internal sealed record Written(string Text, int Line);

internal sealed record PolicyFile(
    int Line, Written? Id, Written? Title, Written? SourceName, Written? Citation, Written? Adopted, Written? ValidFrom,
    Written? ValidTo, IReadOnlyList<CategoryText> Categories);

internal sealed record CategoryText(
    int Line, Written? Number, Written? Name, IReadOnlyList<Written>? AppliesTo, Written? Disposition, Written? Term,
    Written? Starts, Written? Certainty, Written? Remark);
