using System.Text.Json;
using System.Text.Json.Serialization;
using Archive.Evidence;

namespace Archive.Exports;

/// <summary>
/// What is about to be done with a set that is whole: it is moved into its place, and then its fact is recorded.
/// Written before the first of it, so that a set is never without its fact for longer than until somebody looks
/// (<see cref="UnrecordedSets"/>).
/// </summary>
/// <param name="Version">Of the request's stream, which the fact comes next in.</param>
/// <param name="Files">Beside the directory of the set: its zips, the trust file, the letter. Names and sizes.</param>
internal sealed record SetIntent(
    Guid Request, Guid Export, int Count, string Set, string Manifest, long LogSize, int Documents, int Opened,
    int Withheld, Guid SealedBy, long Version, IReadOnlyList<IntendedFile> Files)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    [JsonIgnore]
    public ExportSealed Fact => new(
        Request, Export, Count, Digest.Parse(Manifest), LogSize, Documents, Opened, Withheld, SealedBy);

    public static SetIntent Of(ExportSealed fact, string set, long version, IEnumerable<string> files) => new(
        fact.Request, fact.Export, fact.Set, set, fact.Manifest.ToString(), fact.LogSize, fact.Documents, fact.Opened,
        fact.Withheld, fact.SealedBy, version,
        [.. files.Select(f => new IntendedFile(Path.GetFileName(f), new FileInfo(f).Length))]);

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Form);

    /// <exception cref="JsonException">The bytes are not what <see cref="ToBytes"/> makes.</exception>
    public static SetIntent Parse(byte[] bytes) =>
        JsonSerializer.Deserialize<SetIntent>(bytes, Form) ?? throw new JsonException();
}

/// <param name="Name">Without a directory.</param>
internal sealed record IntendedFile(string Name, long Size);
