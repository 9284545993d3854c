using System.Text.Json;
using System.Text.Json.Serialization;

namespace Archive.Law;

/// <summary>
/// Dated tables of law, embedded as JSON files in `Data` beside whoever reads them. Strict: an unknown member is a
/// fault.
/// </summary>
internal static class LegalData
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public static T Read<T>(Stream json, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Form) ?? throw Sentences.Fault("law.table-empty", name);
        }
        catch (JsonException e)
        {
            throw Sentences.Fault(e, "law.table-unreadable", name, e.Path);
        }
    }

    /// <param name="beside">A type in the folder above `Data`.</param>
    public static Stream Embedded(Type beside, string file) =>
        beside.Assembly.GetManifestResourceStream(beside, $"Data.{file}")
        ?? throw Sentences.Fault("law.table-missing", file);
}
