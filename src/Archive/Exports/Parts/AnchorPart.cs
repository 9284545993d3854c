using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Archive.Evidence.Sets;
using Archive.Evidence.Verification;
using Archive.Exports.Content;
using Archive.Keys;

namespace Archive.Exports.Parts;

/// <summary>
/// Writes what proves when the log existed (docs/evidence-format.md, "Export"), and says in words what there is of it.
/// </summary>
internal sealed class AnchorPart(ArchiveHome home) : IExportPart
{
    public IReadOnlyList<ExportPlace> Places { get; } = [ExportLayout.Anchor, ExportLayout.Keys];

    public PartStage Stage => PartStage.BeforePages;

    public async Task Write(ExportContent content, ExportWork work, CancellationToken ct)
    {
        var anchor = content.AskedAnchor;
        var key = Encoding.ASCII.GetBytes($"{home.AnchorSigner().Key}\n");
        await work.Set.Write(AnchorFiles.Proof, anchor.Anchored.Proof.ToBytes(), ct);
        await work.Set.Write(ExportLayout.Keys.PathOf("anchor.vkey"), key, ct);
        foreach (var ((token, revocation), number) in anchor.Tokens.Select((t, i) => (t, i + 1)))
        {
            await work.Set.Write(AnchorFiles.Token(number), token.Token.Der, ct);
            await work.Set.Write(AnchorFiles.Root(number), Pem(token.Path[^1]), ct);
            var between = token.Path.Skip(1).SkipLast(1).Where(c => !token.Token.Brought(c)).ToList();
            if (between.Count > 0)
                await work.Set.Write(AnchorFiles.Between(number), [.. between.SelectMany(Pem)], ct);
            foreach (var list in revocation.Where(r => r.Crl is not null))
                await work.Set.Write(AnchorFiles.Revocation(number, list.Certificate), list.Crl!, ct);
        }
    }

    /// <summary>One or two sentences for the reader, in the language of the pages.</summary>
    public static string Describe(ExportContent content)
    {
        var anchor = content.AskedAnchor;
        if (anchor.Tokens.Count > 0)
        {
            var first = content.Office.Local(anchor.Tokens.Min(t => t.Token.Token.ExistedBy));
            var moment = first.ToString("dd-MM-yyyy HH:mm:ss", CultureInfo.InvariantCulture);
            return content.Text("TimeStamped", anchor.Tokens.Count, moment);
        }

        return content.Text(anchor.AuthoritiesAsked == 0 ? "NoAuthority" : "TimeStampLate");
    }

    internal static byte[] Pem(byte[] certificate) =>
        Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", certificate) + "\n");
}
