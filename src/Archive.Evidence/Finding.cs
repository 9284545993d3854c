namespace Archive.Evidence;

/// <summary>What the verification has against one file.</summary>
/// <param name="Path">The file, relative to the set; the zip's own name if it concerns no single file.</param>
public sealed record Finding(string Path, Sentence What)
{
    /// <inheritdoc cref="Sentence(string, object[])"/>
    public Finding(string path, string key, params object?[] arguments)
        : this(path, new Sentence(key, arguments))
    {
    }
}
