using Archive.Evidence;

namespace Archive.Sources;

/// <summary>The platforms of which this build can watch accounts.</summary>
public sealed class KnownPlatforms(IEnumerable<IHandleForm> forms)
{
    private readonly Dictionary<PlatformName, IHandleForm> formOf = forms.ToDictionary(f => f.Name);

    /// <param name="typed">As an officer types it.</param>
    public Outcome<IHandleForm> Find(string typed) =>
        PlatformName.TryParse(typed, out var name) && formOf.TryGetValue(name, out var form)
            ? Outcome.Of(form)
            : new Refusal("sources.no-such-platform", Basis.OneReading, typed, string.Join(", ", Names));

    /// <exception cref="FaultException">A row or a fact names a platform that this build does not know.</exception>
    public IHandleForm Of(PlatformName name) => formOf.GetValueOrDefault(name)
        ?? throw Sentences.Fault("sources.unknown-platform", name);

    private IEnumerable<string> Names => formOf.Keys.Select(n => n.ToString()).Order(StringComparer.Ordinal);
}
