using System.Text.Json;
using System.Text.Json.Serialization;
using Archive.Evidence;

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
            return JsonSerializer.Deserialize<T>(json, Form) ?? throw new FaultException($"{name} is empty.");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new FaultException($"{name} does not read as legal data: {e.Message}", e);
        }
    }

    /// <param name="beside">A type in the folder above `Data`.</param>
    public static Stream Embedded(Type beside, string file) =>
        beside.Assembly.GetManifestResourceStream(beside, $"Data.{file}")
        ?? throw new FaultException($"This build lacks its legal data {file}.");
}
