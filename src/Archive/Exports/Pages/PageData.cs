using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Archive.Exports.Pages;

/// <summary>
/// Pages as the JSON a template reads: every string made fit for the page, and every record told how many code points
/// of it were replaced, so that its page can say so.
/// </summary>
internal sealed class PageData(PageText text)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new MomentForm() },
    };

    private readonly List<(string Name, string Format)> pictures = [];
    private readonly List<string> folders = [];

    /// <summary>Files the template names as `/pictures/0/x.png`, in the first of <see cref="Folders"/>.</summary>
    public IReadOnlyList<(string Name, string Format)> Pictures => pictures;

    /// <summary>Where the pictures are: of a set in one directory or two.</summary>
    public IReadOnlyList<string> Folders => folders;

    public JsonObject Write(ExportPages pages)
    {
        var data = JsonSerializer.SerializeToNode(pages, Form)!.AsObject();
        data["replaced"] = Fit(data);
        return data;
    }

    private int Fit(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                if (members.ContainsKey("bytes"))
                    TakePicture(members);
                var replaced = members.ToList().Sum(member => FitMember(members, member.Key, member.Value));
                members["replaced"] = replaced;
                return replaced;
            case JsonArray items:
                return Enumerable.Range(0, items.Count).Sum(i => FitItem(items, i));
            default:
                return 0;
        }
    }

    private int FitMember(JsonObject members, string name, JsonNode? value)
    {
        if (value is not JsonValue scalar || scalar.GetValueKind() != JsonValueKind.String)
            return Fit(value);
        var fitted = text.Fit(scalar.GetValue<string>());
        members[name] = fitted.Text;
        return fitted.Replaced;
    }

    private int FitItem(JsonArray items, int i)
    {
        if (items[i] is not JsonValue scalar || scalar.GetValueKind() != JsonValueKind.String)
            return Fit(items[i]);
        var fitted = text.Fit(scalar.GetValue<string>());
        items[i] = fitted.Text;
        return fitted.Replaced;
    }

    /// <summary>
    /// The template gets a name of ours and the size in pixels, or no path if the file cannot be shown.
    /// </summary>
    private void TakePicture(JsonObject medium)
    {
        var path = medium["path"]?.GetValue<string>();
        medium.Remove("path");
        if (path is null || PageImage.Read(path) is not { } image)
            return;

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!folders.Contains(folder))
            folders.Add(folder);
        var name = string.Create(
            CultureInfo.InvariantCulture, $"{folders.IndexOf(folder)}/{Path.GetFileName(path)}");
        medium["picture"] = new JsonObject
        {
            ["name"] = name,
            ["format"] = image.Extension,
            ["width"] = image.Width,
            ["height"] = image.Height,
        };
        pictures.Add((name, image.Extension));
    }

    private sealed class MomentForm : JsonConverter<PageMoment>
    {
        public override PageMoment Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            throw new NotSupportedException("Pages are written, never read.");

        public override void Write(Utf8JsonWriter writer, PageMoment value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("day", value.Local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            writer.WriteString("time", value.Local.ToString("HH:mm", CultureInfo.InvariantCulture));
            writer.WriteString("utc", value.Utc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            writer.WriteEndObject();
        }
    }
}
