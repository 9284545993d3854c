namespace Archive.Requests;

/// <summary>What an officer points at in a document, to have it redacted.</summary>
/// <param name="Text">These words, wherever they stand in the text.</param>
/// <param name="Author">Name and handle of who wrote it.</param>
/// <param name="Medium">A picture, film or sound, counted from 0.</param>
/// <param name="Mention">Mentions of this handle.</param>
public sealed record PassageChoice(string? Text, bool Author, int? Medium, string? Mention);
