using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Resources;

namespace Archive.Evidence;

/// <summary>The sentences of one resource: `Resources/X.resx` in English, `Resources/X.nl.resx` in Dutch.</summary>
/// <param name="name">The file as the compiler names it: its folders and its name, separated by dots.</param>
/// <param name="assembly">The assembly that holds it; the Dutch sentences lie beside it in `nl/`.</param>
public sealed class Texts(string name, Assembly assembly)
{
    private readonly ResourceManager resources = new(name, assembly);

    /// <param name="arguments">
    /// What stands in the places {0}, {1}, …; numbers and moments are written alike in both languages, and a
    /// <see cref="Sentence"/> is put in the same language.
    /// </param>
    /// <exception cref="MissingManifestResourceException">There is no such sentence.</exception>
    public string In(Language language, string key, params object?[] arguments)
    {
        var text = resources.GetString(key, language.Culture)
            ?? throw new MissingManifestResourceException($"{name} has no '{key}'.");
        return arguments.Length == 0
            ? text
            : string.Format(
                CultureInfo.InvariantCulture,
                text,
                Array.ConvertAll(arguments, a => a is Sentence part ? part.In(language) : a));
    }

    /// <summary>All of them by name, with their places open, for a template that fills them itself.</summary>
    public IReadOnlyDictionary<string, string> All(Language language) =>
        resources.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>().Select(entry => (string)entry.Key)
            .ToDictionary(key => key, key => In(language, key));
}
