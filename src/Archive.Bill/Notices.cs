namespace Archive.Bill;

/// <summary>What the licences of others ask to be told with a copy of the product.</summary>
public static class Notices
{
    private static readonly string Rule = new('-', 80);

    /// <exception cref="InvalidDataException">
    /// The text of a licence is neither in its package nor here: it is to be read by a person first.
    /// </exception>
    public static string Write(IReadOnlyList<Package> packages)
    {
        var shipped = packages.Where(p => p.IsShipped).ToList();
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string> lines =
        [
            "Archive is made with these packages, each under its own licence. That of Archive itself is in LICENSE.",
        ];
        foreach (var package in shipped)
        {
            lines.AddRange(["", Rule, $"{package.Name} {package.Version} ({package.Licence})"]);
            lines.AddRange(new[] { package.Address, package.Copyright }.OfType<string>());
            foreach (var own in package.Texts.Select(t => t.ReplaceLineEndings("\n").Trim()))
            {
                var isNew = told.TryAdd(own, package.Name);
                lines.AddRange(["", isNew ? own : $"The same text as with {told[own]}."]);
            }
        }

        foreach (var licence in shipped.Where(p => p.Texts.Count == 0).SelectMany(Known).Distinct().Order())
            lines.AddRange(["", Rule, licence, "", TextOf(licence)]);
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>Of licences that all hold each; of those to choose from, one that we have the text of.</summary>
    private static IEnumerable<string> Known(Package package) => package.Licence.Split(" AND ").Select(
        all => all.Split(" OR ").FirstOrDefault(l => Resource(l) is not null)
            ?? throw new InvalidDataException(
                $"{package.Name} {package.Version} is under '{package.Licence}', of which there is no text in "
                    + "src/Archive.Bill/Licences. May the product use it? Then put its text there."));

    private static string TextOf(string licence)
    {
        using var reader = new StreamReader(Resource(licence)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd();
    }

    private static Stream? Resource(string licence) =>
        typeof(Notices).Assembly.GetManifestResourceStream(licence);
}
