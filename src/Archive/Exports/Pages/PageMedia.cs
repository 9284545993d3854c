using Archive.Exports.Content;

namespace Archive.Exports.Pages;

/// <summary>Media of a document as its pages show them: as captured, as a copy with black regions, or not.</summary>
internal static class PageMedia
{
    /// <param name="next">The version that follows it in the set; null if none does.</param>
    public static PageMedium Of(ExportContent input, Disclosure d, Disclosure? next, int index)
    {
        if (input.Copies.TryGetValue((d.Number, index), out var copy))
            return Copy(input, d, next, index, copy);
        var original = input.Originals.GetValueOrDefault((d.Number, index));
        return new()
        {
            Type = string.Join(
                ", ",
                new[] { d.Shown($"media/{index}/type"), original?.MediaType }.OfType<string>().DefaultIfEmpty("–")),
            Bytes = original?.Length ?? 0,
            Path = original?.File,
            Original = original?.Path,
            Description = Description(d, index),
            Digest = d.Shown($"media/{index}/digest"),
            Again = d.Shown($"media/{index}/digest") is { } digest && next is not null
                && next.Version.Media.Any(m => next.Shown($"media/{m.Index}/digest") == digest),
            Redaction = new[] { "digest", "type" } // of a file that did not come there is no digest
                .Select(part => PageParticulars.Hidden(input, d, d.IndexOf($"media/{index}/{part}"))?.Redaction)
                .FirstOrDefault(box => box is not null),
        };
    }

    /// <summary>A picture as its copy with black regions. What it was like as captured is not told.</summary>
    private static PageMedium Copy(
        ExportContent input, Disclosure d, Disclosure? next, int index, RedactedFile copy)
    {
        var box = Disclosure.Box(d.RegionsOf(index), input.Grounds, input.Language).Redaction!;
        var alt = $"media/{index}/alt/";
        return new()
        {
            Type = d.Shown($"media/{index}/type") ?? "–",
            Bytes = copy.Length,
            Path = copy.File,
            Description = Description(d, index),
            Again = next is not null && next.Version.Media.Any(m =>
                input.Copies.ContainsKey((next.Number, m.Index))
                && next.Version.Single($"media/{m.Index}/digest") == d.Version.Single($"media/{index}/digest")),
            Regions = new(
                box, copy.Regions, copy.Path,
                WithoutDescription: d.Version.Members.Where((m, i) =>
                    m.Path.StartsWith(alt, StringComparison.Ordinal) && d.HiddenBy(i) is not null).Any()),
        };
    }

    private static string? Description(Disclosure d, int index)
    {
        var alt = string.Concat(d.Version.Members.Where((m, i) =>
            m.Path.StartsWith($"media/{index}/alt/", StringComparison.Ordinal) && d.Shows(i)).Select(m => m.Value));
        return alt.Length > 0 ? alt : null;
    }
}
