using System.Text;
using Archive.Evidence;
using Archive.Evidence.Sets;
using Archive.Exports.Content;

namespace Archive.Exports.Parts;

/// <summary>What a reader finds first, in both languages: what the set is, and how to check it.</summary>
internal sealed class LettersPart : IExportPart
{
    public IReadOnlyList<ExportPlace> Places { get; } = [ExportLayout.DutchLetter, ExportLayout.EnglishLetter];

    public PartStage Stage => PartStage.AfterPages;

    public async Task Write(ExportContent content, ExportWork work, CancellationToken ct)
    {
        await work.Set.Write(ExportLayout.DutchLetter.Path, Letter(content with { Language = Language.Nl }), ct);
        await work.Set.Write(ExportLayout.EnglishLetter.Path, Letter(content with { Language = Language.En }), ct);
    }

    private static byte[] Letter(ExportContent content)
    {
        var subject = content.Request.Kind.LetterSubject(content.Request.Number, content.Language);
        var letter = content.Text("Letter", content.Body, subject, content.Set, AnchorPart.Describe(content));
        string[] first =
        [
            content.StorageWarning, content.DevelopmentCertificate ? content.Text("DevelopmentWarning") : "", letter,
        ];
        return Encoding.UTF8.GetBytes(string.Join("\n\n", first.Where(said => said.Length > 0)));
    }
}
