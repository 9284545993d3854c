using System.Text.RegularExpressions;
using Archive.Capture.Mapping;
using Archive.Evidence.Content;
using Archive.Sources;

namespace Archive.Capture.Platforms.Mastodon;

/// <summary>
/// Mastodon and servers that speak its API. A handle is `name@host`, lower case, without the first @.
/// </summary>
internal sealed partial class MastodonPlatform : IPlatform
{
    public PlatformName Name => new("mastodon");

    public string Label => "Mastodon";

    public IReadOnlyList<IMapper> Mappers { get; } = [new FirstMapper()];

    public ICollector Collector { get; } = new MastodonCollector();

    /// <summary>The server that numbers them, by the domain of its handles: where it answers may change.</summary>
    public string Space(Source source) => source.Domain;

    public PlatformCapabilities Capabilities => MastodonCapabilities.Table;

    /// <param name="typed">`@name@host` or `name@host`.</param>
    public Outcome<AccountAddress> Parse(string typed)
    {
        var handle = typed.Trim().TrimStart('@').ToLowerInvariant();
        return Form().IsMatch(handle)
            ? new AccountAddress(handle, new Uri($"https://{Domain(handle)}"))
            : new Refusal("sources.no-account", Basis.OneReading, typed, Label, "@gemeente@social.example");
    }

    public string Domain(string handle) => handle[(handle.IndexOf('@', StringComparison.Ordinal) + 1)..];

    [GeneratedRegex(@"\A[a-z0-9_.-]+@[a-z0-9.-]+(:[0-9]{1,5})?\z")]
    private static partial Regex Form();

    private sealed class FirstMapper : IMapper
    {
        public MapperName Name => MastodonMapping.Name;

        public Reading<MappedItem> Read(ReadFrom from, IReadOnlyList<ReadOnlyMemory<byte>> pieces, string domain) =>
            from switch
            {
                ReadFrom.Current => MastodonMapping.Status(pieces[0], domain),
                ReadFrom.History => MastodonMapping.History(pieces[0], pieces[1], domain),
            };

        public Reading<MappedItem> Account(ReadOnlyMemory<byte> account, string domain) =>
            MastodonAccountMapping.Account(account, domain);
    }
}
