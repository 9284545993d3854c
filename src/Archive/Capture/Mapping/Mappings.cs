using Archive.Capture.Platforms.Mastodon;
using Archive.Evidence;
using Archive.Evidence.Content;

namespace Archive.Capture.Mapping;

/// <summary>Reads kept bytes again, with the mapper that read them first.</summary>
public static class Mappings
{
    /// <param name="pieces">What the fact says was read, in its order.</param>
    /// <param name="domain">Of the source's server, as in its handles.</param>
    /// <param name="media">SHA-256 of each medium as served, by index.</param>
    /// <exception cref="FaultException">The mapper is unknown to this build, or does not understand what it understood once.</exception>
    public static MappedContent Read(
        MapperName mapper, ReadFrom from, IReadOnlyList<byte[]> pieces, string domain, IReadOnlyDictionary<int, Digest> media)
    {
        if (mapper != MastodonMapping.Name)
            throw new FaultException($"This build has no mapper '{mapper}'. Was the record captured by a newer build?");
        var reading = from switch
        {
            ReadFrom.Current => MastodonMapping.Status(pieces[0], domain),
            ReadFrom.History => MastodonMapping.History(pieces[0], pieces[1], domain),
        };
        return reading.Value?.Content(media)
            ?? throw new FaultException($"'{mapper}' no longer understands what it read at capture: {reading.Trouble}");
    }
}
