using System.Globalization;
using System.Security.Cryptography;
using Archive.Anchoring;
using Archive.Evidence.Notes;
using Archive.Evidence.Verification;
using Archive.Exports.Content;

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
            return input.Text("TimeStamped", anchor.Tokens.Count, moment);
        }

        return input.Text(anchor.AuthoritiesAsked == 0 ? "NoAuthority" : "TimeStampLate");
    }

    private static byte[] Pem(byte[] certificate) =>
        System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", certificate) + "\n");
}
