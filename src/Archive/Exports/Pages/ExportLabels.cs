using Archive.Capture;
using Archive.Evidence;
using Archive.Requests;
using Archive.Retention.Destruction;

namespace Archive.Exports.Pages;

/// <summary>What pages and inventory call the words of our facts, in the reader's language.</summary>
public static class ExportLabels
{
    private static readonly Texts Texts = new("Archive.Exports.Resources.Labels", typeof(ExportLabels).Assembly);

    public static string Kind(RecordKind kind, Language language) => Texts.In(language, $"Kind.{kind}");

    /// <summary>The term of art of the request's kind.</summary>
    public static string Assessment(IRequestKind kind, Assessment assessment, Language language) =>
        Capital(kind.Label(assessment, language));

    public static string Status(RecordStatus status, Language language) => Texts.In(language, $"Status.{status}");

    public static string Basis(DestructionBasis basis, Language language) => Texts.In(language, $"Basis.{basis}");

    public static string Gap(Endpoint endpoint, GapCause cause, Language language) => Texts.In(
        language, "Gap", Texts.In(language, $"Endpoint.{endpoint}"), Cause(cause, language));

    /// <param name="name">A member that is printed by its name, such as `visibility` or `poll/option`.</param>
    public static string Particular(string name, Language language) => Texts.In(language, $"Particular.{name}");

    public static string Cause(GapCause cause, Language language) => Texts.In(language, $"Cause.{cause}");

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
