using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Archive.Replay.Sample;

/// <summary>The town's pictures, drawn when first asked for.</summary>
internal static partial class Pictures
{
    private static readonly Dictionary<string, PictureScript> All =
        Script.Read<PictureScript>("pictures.json").ToDictionary(picture => picture.Key, StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<(string Key, int Divisor), byte[]> Drawn = new();

    public static PictureScript Find(string key) => All.TryGetValue(key, out var picture)
        ? picture
        : throw new InvalidOperationException($"A text names the picture '{key}', which is not in pictures.json.");

    /// <returns>Null if the path is not one this town gives out.</returns>
    public static Reply? Answer(string path) =>
        MediaPath().Match(path) is { Success: true } match
            && All.TryGetValue(match.Groups["key"].Value, out var picture)
            ? new Reply(
                200,
                [new("content-type", "image/png")],
                Draw(picture, match.Groups["size"].Value == "small" ? 2 : 1),
                Origin.Sample)
            : null;

    private static byte[] Draw(PictureScript picture, int divisor) => Drawn.GetOrAdd(
        (picture.Key, divisor), _ => Canvas.Draw(
            picture.Width / divisor,
            picture.Height / divisor,
            divisor,
            picture.Shapes).ToPng());

    [GeneratedRegex(@"^/media/(?<key>[a-z0-9-]+)/(?<size>original|small)\.png$")]
    private static partial Regex MediaPath();
}
