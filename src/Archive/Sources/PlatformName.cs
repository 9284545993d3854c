using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Archive.Evidence;
using Archive.Evidence.Content;

namespace Archive.Sources;

/// <summary>
/// Where an account lives: the code of a platform, lower case. Facts and rows have it as text. Which platforms this
/// build knows is told by <see cref="KnownPlatforms"/>.
/// </summary>
[JsonConverter(typeof(Form))]
public readonly partial record struct PlatformName
{
    private readonly string? name;

    /// <exception cref="ArgumentException">It is not of the form `a`, then `a-z`, `0-9` and `-`.</exception>
    public PlatformName(string name) => this.name = Shape().IsMatch(name)
        ? name
        : throw new ArgumentException(
            $"A platform is named in lower-case letters, digits and '-', not '{name}'.", nameof(name));

    /// <param name="typed">As a person types it: capitals make no difference.</param>
    public static bool TryParse(string typed, out PlatformName platform)
    {
        var code = typed.ToLowerInvariant();
        var isName = Shape().IsMatch(code);
        platform = isName ? new(code) : default;
        return isName;
    }

    /// <summary>The platform whose answers a mapper reads.</summary>
    public static PlatformName Of(MapperName mapper) => new(mapper.Platform.ToString());

    public override string ToString() => name ?? throw new InvalidOperationException("This platform was never named.");

    [GeneratedRegex(@"\A[a-z][a-z0-9-]*\z")]
    private static partial Regex Shape();

    private sealed class Form() : TextForm<PlatformName>(
        text => text is not null && Shape().IsMatch(text) ? new(text) : null);
}
