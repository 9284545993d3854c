using Archive.Evidence.Content;

namespace Archive.Capture.Mapping;

/// <summary>
/// One version of the reading of a platform's items. A mapper that has read a captured version MUST read the same
/// content from the same bytes for ever: a change of what is read is a new mapper with the next number, and the old one
/// stays. It MUST NOT throw, whatever the bytes, and MUST NOT ask anything of anyone; a field it does not know is left
/// alone, and one of another kind than it knows makes the item not understood.
/// </summary>
internal interface IMapper
{
    MapperName Name { get; }

    /// <param name="pieces">
    /// The item's bytes; of an entry of a history first the entry's, then those of the item it is the history of.
    /// </param>
    /// <param name="domain">Of the source's server, as in its handles.</param>
    Reading<MappedItem> Read(ReadFrom from, IReadOnlyList<ReadOnlyMemory<byte>> pieces, string domain);

    /// <summary>Reads the account that is watched, as an item of kind <see cref="RecordKind.Account"/>.</summary>
    /// <param name="account">Its bytes, as answered to <see cref="Endpoint.Account"/>.</param>
    /// <param name="domain">Of the source's server, as in its handles.</param>
    Reading<MappedItem> Account(ReadOnlyMemory<byte> account, string domain) =>
        new(null, new("$", "is unreadable"));
}
