using System.Text.Json;
using System.Text.Json.Serialization;

namespace Archive.Replay.Sample;

/// <summary>
/// The sample municipality as it is written down in <c>Sample/Texts</c>. Persons and pictures are named by key; in a
/// text <c>@key</c> mentions a person, <c>#word</c> is a hashtag, and a web address becomes a link. An answer is
/// written without the mention of whom it answers: that is put in front, as Mastodon's own compose box does.
/// </summary>
internal sealed record PersonScript(
    string Key, string Username, string Name, string? Host = null, string Note = "",
    IReadOnlyList<FieldScript>? Fields = null, PersonChange? Change = null);

/// <summary>A field of a profile. Its value is a text like a note.</summary>
internal sealed record FieldScript(string Name, string Value);

/// <summary>From this moment the account says something else of itself; its id and what is left out stay.</summary>
internal sealed record PersonChange(
    DateTimeOffset At, string Username, string Name, string? Note = null, IReadOnlyList<FieldScript>? Fields = null);

/// <param name="Thread">A resource with more comments, for a long one.</param>
/// <param name="Gone">From this moment it is not there any more.</param>
internal sealed record PostScript(
    string Key,
    DateTimeOffset At,
    string Text = "",
    string By = "gemeente",
    string Lang = "nl",
    string Visibility = "public",
    string Warning = "",
    IReadOnlyList<string>? Media = null,
    PollScript? Poll = null,
    CardScript? Card = null,
    PostScript? Boosts = null,
    PostScript? Quotes = null,
    IReadOnlyList<EditScript>? Edits = null,
    DateTimeOffset? Gone = null,
    string? Thread = null,
    IReadOnlyList<CommentScript>? Comments = null);

/// <param name="After">Minutes after what it answers.</param>
internal sealed record CommentScript(
    string By,
    int After,
    string Text,
    string Lang = "nl",
    IReadOnlyList<string>? Media = null,
    IReadOnlyList<EditScript>? Edits = null,
    DateTimeOffset? Gone = null,
    IReadOnlyList<CommentScript>? Comments = null);

/// <summary>From this moment it reads otherwise; what is left out stays.</summary>
internal sealed record EditScript(
    DateTimeOffset At, string? Text = null, string? Warning = null, IReadOnlyList<string>? Media = null);

/// <param name="Votes">Per option, once it has closed.</param>
internal sealed record PollScript(DateTimeOffset Closes, IReadOnlyList<string> Options, IReadOnlyList<int> Votes);

internal sealed record CardScript(string Url, string Title, string Description);

/// <param name="Shapes">See <see cref="Canvas"/>.</param>
internal sealed record PictureScript(string Key, string Alt, int Width, int Height, IReadOnlyList<string> Shapes);

internal static class Script
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>In the order of time; the names of the resources begin with their year and month.</summary>
    public static IEnumerable<PostScript> Posts() => typeof(Script).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("20", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .SelectMany(Read<PostScript>);

    public static IReadOnlyList<T> Read<T>(string resource)
    {
        using var stream = typeof(Script).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"There is no text {resource} in this assembly.");
        try
        {
            return JsonSerializer.Deserialize<T[]>(stream, Strict)!;
        }
        catch (JsonException wrong)
        {
            throw new InvalidOperationException($"Sample/Texts/{resource} does not read: {wrong.Message}", wrong);
        }
    }
}
