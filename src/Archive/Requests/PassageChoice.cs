using System.Globalization;
using Archive.Evidence.Content;

namespace Archive.Requests;

/// <summary>What an officer points at in a document, to have it redacted.</summary>
/// <param name="Text">
/// These words, wherever they stand: in the text, a warning, a quote, an option of a poll, a preview or a field of a
/// profile.
/// </param>
/// <param name="Author">Name and handle of who wrote it.</param>
/// <param name="Medium">A picture, film or sound, counted from 0.</param>
/// <param name="Mention">
/// Mentions of this handle, and whoever has it among those quoted and shared, and where an account moved.
/// </param>
/// <param name="Quoted">Name and handle of who wrote what it quotes or shares, or of the account it moved to.</param>
/// <param name="Preview">Of the page that a link leads to.</param>
public sealed record PassageChoice(
    string? Text, bool Author, int? Medium, string? Mention, bool Quoted = false, bool Preview = false)
{
    /// <summary>Not all of the medium, which is a picture, but these regions.</summary>
    public IReadOnlyList<PictureRegion> Regions { get; init; } = [];

    /// <summary>The picture's description is shown all the same.</summary>
    public bool ShowsDescription { get; init; }

    /// <summary>Regions as typed: `120,80,300,200`, which are x, y, width and height.</summary>
    public static Outcome<IReadOnlyList<PictureRegion>> ReadRegions(IReadOnlyList<string> typed)
    {
        var regions = new List<PictureRegion>();
        foreach (var one in typed)
        {
            var numbers = one.Split(',').Select(part =>
                int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1).ToList();
            var region = numbers is [var x, var y, var width, var height]
                ? new PictureRegion(x, y, width, height)
                : null;
            if (region?.IsValid() is not true)
                return new Refusal("requests.region-form", Basis.OneReading, one);
            regions.Add(region);
        }

        return Outcome.Of<IReadOnlyList<PictureRegion>>(regions);
    }
}
