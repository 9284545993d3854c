using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Archive.Evidence;

namespace Archive.Requests;

/// <summary>
/// The word for a kind of request in facts and rows: `woo`. Which kinds this build knows is told by
/// <see cref="RequestKindRegistry"/>.
/// </summary>
[JsonConverter(typeof(Form))]
public readonly partial record struct RequestKindName
{
    private readonly string? name;

    /// <exception cref="ArgumentException">It is not of the form `a`, then `a-z`, `0-9` and `-`.</exception>
    public RequestKindName(string name) => this.name = Shape().IsMatch(name)
        ? name
        : throw new ArgumentException(
            $"A kind of request is named in at most 20 lower-case letters, digits and '-', not '{name}'.",
            nameof(name));

    public override string ToString() =>
        name ?? throw new InvalidOperationException("This kind of request was never named.");

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,19}\z")]
    private static partial Regex Shape();

    private sealed class Form() : TextForm<RequestKindName>(
        text => text is not null && Shape().IsMatch(text) ? new(text) : null);
}
