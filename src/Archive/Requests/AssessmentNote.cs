using System.Text.Json.Nodes;

namespace Archive.Requests;

/// <summary>
/// What an officer wrote with a judgement. In the vault: JCS {"despiteAge","link","reasons"}, each if given.
/// </summary>
/// <param name="Reasons">The weighing.</param>
/// <param name="DespiteAge">Why it is withheld though it is old.</param>
/// <param name="Link">Where it is public already.</param>
public sealed record AssessmentNote(string? Reasons, string? DespiteAge, string? Link)
{
    internal JsonObject Write()
    {
        var written = new JsonObject();
        foreach (var (name, value) in new[] { ("reasons", Reasons), ("despiteAge", DespiteAge), ("link", Link) })
        {
            if (value is not null)
                written[name] = value;
        }

        return written;
    }

    internal static AssessmentNote Read(JsonObject written) => new(
        written["reasons"]?.GetValue<string>(), written["despiteAge"]?.GetValue<string>(), written["link"]?
            .GetValue<string>());
}
