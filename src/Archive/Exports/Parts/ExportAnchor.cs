using System.Globalization;
using System.Security.Cryptography;
using Archive.Anchoring;
using Archive.Evidence.Notes;
using Archive.Evidence.Verification;
using Archive.Exports.Content;
using Archive.Exports.Pages;

namespace Archive.Exports.Parts;

/// <summary>Writes what proves when the log existed (docs/evidence-format.md, "Export"), and says in words what there is of it.</summary>
internal static class ExportAnchor
{
    public static void Write(SetAnchor anchor, NoteKey key, string root)
    {
        void Write(string path, byte[] bytes)
        {
            var file = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
        }

        Write(AnchorFiles.Proof, anchor.Anchored.Proof.ToBytes());
        Write("keys/anchor.vkey", System.Text.Encoding.ASCII.GetBytes($"{key}\n"));
        foreach (var ((token, revocation), number) in anchor.Tokens.Select((t, i) => (t, i + 1)))
        {
            Write(AnchorFiles.Token(number), token.Token.Der);
            Write(AnchorFiles.Root(number), Pem(token.Path[^1]));
            if (token.Path.Skip(1).SkipLast(1).Where(c => !token.Token.Brought(c)).ToList() is [_, ..] between)
                Write(AnchorFiles.Between(number), [.. between.SelectMany(Pem)]);
            foreach (var list in revocation.Where(r => r.Crl is not null))
                Write(AnchorFiles.Revocation(number, list.Certificate), list.Crl!);
        }
    }

    /// <summary>For a trust file: the roots of the authorities, each once.</summary>
    public static string TrustedRoots(SetAnchor anchor) =>
        string.Concat(anchor.Tokens.Select(t => System.Text.Encoding.ASCII.GetString(Pem(t.Token.Path[^1]))).Distinct());

    /// <summary>One or two sentences for the reader, in the language of the pages.</summary>
    public static string Told(ExportContent input)
    {
        var anchor = input.Anchor ?? throw new InvalidOperationException("Time-stamps were not asked for yet.");
        if (anchor.Tokens.Count > 0)
        {
            var first = input.Office.Local(anchor.Tokens.Min(t => t.Token.Token.ExistedBy));
            var moment = first.ToString("dd-MM-yyyy HH:mm:ss", CultureInfo.InvariantCulture);
            return input.Language == PageLanguage.Nl
                ? $"Een tijdstempel van een ander ({anchor.Tokens.Count} in deze set) bewijst dat het logboek met deze documenten bestond vóór {moment}."
                : $"A time-stamp by another ({anchor.Tokens.Count} in this set) proves that the log with these documents existed before {moment}.";
        }

        return (input.Language, anchor.AuthoritiesAsked) switch
        {
            (PageLanguage.Nl, 0) => "Deze set heeft geen tijdstempel van een ander: daarvoor is geen dienst ingesteld. Tijden zijn die van het archief zelf.",
            (PageLanguage.En, 0) => "This set has no time-stamp by another: no authority is set up for that. Times are the archive's own.",
            (PageLanguage.Nl, _) => "Deze set heeft geen tijdstempel van een ander: die was gevraagd, maar kwam niet op tijd. Een latere set kan hem hebben.",
            (PageLanguage.En, _) => "This set has no time-stamp by another: it was asked for and did not come in time. A later set may have it.",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static byte[] Pem(byte[] certificate) =>
        System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", certificate) + "\n");
}
