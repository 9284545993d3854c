namespace Archive.Requests;

/// <summary>What an officer points at in a document, to have it redacted.</summary>
/// <param name="Text">
/// These words, wherever they stand: in the text, a warning, a quote, an option of a poll or a preview.
/// </param>
/// <param name="Author">Name and handle of who wrote it.</param>
/// <param name="Medium">A picture, film or sound, counted from 0.</param>
/// <param name="Mention">Mentions of this handle, and whoever has it among those quoted and shared.</param>
/// <param name="Quoted">Name and handle of who wrote what it quotes or shares.</param>
/// <param name="Preview">Of the page that a link leads to.</param>
public sealed record PassageChoice(
    string? Text, bool Author, int? Medium, string? Mention, bool Quoted = false, bool Preview = false);
