using System.Collections.Concurrent;
using Archive.Exports.Pages;

namespace Archive.Exports.Parts;

/// <summary>Where documents stand in the PDFs of the set. Thread-safe.</summary>
public sealed class PagesMade
{
    private readonly ConcurrentDictionary<int, (string File, PageSpan Span)> places = new();

    /// <param name="file">Name of the PDF.</param>
    public void Add(int number, string file, PageSpan span) => places[number] = (file, span);

    /// <returns>Null for a document without pages.</returns>
    public (string File, PageSpan Span)? Of(int number) => places.TryGetValue(number, out var place) ? place : null;
}
