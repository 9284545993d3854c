using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Archive.Evidence.Content;

/// <summary>
/// What a fact says of some content: enough to prove any word of it later, too little to tell one now.
/// </summary>
/// <param name="Mapper">Which mapper read the raw bytes.</param>
/// <param name="N">Number of members, padding included: a multiple of 32, at least 32.</param>
/// <param name="Root">RFC 6962 tree hash over the salted members.</param>
public sealed record ContentCommitment(MapperName Mapper, int N, Digest Root);

/// <summary>A mapper and its version, such as `mastodon/1`.</summary>
[JsonConverter(typeof(Form))]
public readonly partial record struct MapperName
{
    private readonly string? name;

    public MapperName(string name)
    {
        if (!Shape().IsMatch(name))
            throw new MalformedException("MapperForm", name);
        this.name = name;
    }

    /// <summary>The part before the slash; platform-specific members have paths that begin with it.</summary>
    public ReadOnlySpan<char> Platform => ToString().AsSpan(0, ToString().IndexOf('/', StringComparison.Ordinal));

    public override string ToString() => name ?? throw new InvalidOperationException("This mapper was never named.");

    [GeneratedRegex(@"\A[a-z][a-z0-9-]*/[1-9][0-9]*\z")]
    private static partial Regex Shape();

    private sealed class Form() : TextForm<MapperName>(
        text => text is not null && Shape().IsMatch(text) ? new(text) : null);
}
