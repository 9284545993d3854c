using System.Text;
using Archive.Evidence;
using Archive.Evidence.Sets;
using Archive.Evidence.Verification;
using static Archive.Tests.Evidence.Verification.Forgeries.Forgery;

namespace Archive.Tests.Evidence.Verification.Forgeries;

internal static partial class KnownForgeries
{
    private const string Pdf = "documents/besluit.pdf";

    private const string OfOther =
        "is signed for another set, under another name or with another data/records.json";

    private static IReadOnlyList<Forgery> OfDocuments =>
    [
        Signed("A PDF is bound to no set", _ => "", OfOther),
        Signed("A PDF is of another set", e => $"{DocumentBinding.Of("WOO-2026-0001-2", Pdf, Shown(e))}", OfOther),
        Signed("A PDF is of another name", e => $"{Binding(e, "documents/vervolg.pdf")}", OfOther),
        Signed("A PDF is an older one of the same set",
            _ => $"{DocumentBinding.Of(SyntheticExport.SetNumber, Pdf, Digest.Of("[]"u8))}", OfOther),
        Signed("A PDF is bound in upper case", e => $"{Binding(e, Pdf)}".ToUpperInvariant(), OfOther),
        Signed("A PDF is bound with a space", e => $"{Binding(e, Pdf)}".Insert(32, " "), OfOther),
        Signed("A PDF is bound twice", e => $"{Binding(e, Pdf)}>/ArchiveSet<{Binding(e, Pdf)}",
            "has no valid signature: "),
        new("Two volumes have changed places", Swap(Pdf, "documents/vervolg.pdf"), Pdf, OfOther) { SignsPages = false },
        new("A volume stands there twice", e => e.Write("documents/derde.pdf", e.Read(Pdf)), "documents/derde.pdf",
            OfOther) { SignsPages = false },
        new("A PDF is signed by nobody", e => e.Write("documents/los.pdf", SignedPdf.Unsigned()), "documents/los.pdf",
            "has no valid signature: It has no signature"),
        new("A PDF of nobody ends in capitals", e => e.Write("documents/los.PDF", SignedPdf.Unsigned()),
            "documents/los.PDF", "has no valid signature: It has no signature"),
        new("A PDF was added to after it was signed", e => e.Write(Pdf, [.. e.Read(Pdf), .. "%more\n"u8]), Pdf,
            "does not cover the whole file") { SignsPages = false },

        new("Two originals have changed places", Swap("originals/1-0.jpg", "originals/4-0.jpg"), "originals/1-0.jpg",
            "is not the file that data/records.json names for 1-0"),
        new("Two originals of one document have changed places", Swap("originals/4-0.jpg", "originals/4-1.png"),
            "originals/4-0.jpg", "is not the file that data/records.json names for 4-0"),
        new("An original is another picture", e => e.Write("originals/1-0.jpg", "another picture"), "originals/1-0.jpg",
            "is not the file that data/records.json names for 1-0"),
        new("An original is gone", Delete("originals/4-1.png"), Records,
            "shows a picture or other file 4-1 that is not in originals/"),
        new("An original has the number of another document", Move("originals/1-0.jpg", "originals/2-0.jpg"),
            "originals/2-0.jpg", "is named by no opened member"),
        new("An original has the place of another medium", Move("originals/1-0.jpg", "originals/1-1.jpg"),
            "originals/1-1.jpg", "is named by no opened member"),
        new("An original has a zero before its number", Move("originals/1-0.jpg", "originals/01-0.jpg"),
            "originals/01-0.jpg", "is named by no opened member"),
        new("An original has an ending in capitals", Move("originals/1-0.jpg", "originals/1-0.JPG"),
            "originals/1-0.JPG", "is named by no opened member"),
        new("An original is in a folder", Move("originals/1-0.jpg", "originals/1/1-0.jpg"), "originals/1/1-0.jpg",
            "is named by no opened member"),
        new("An original stands there twice", e => e.Write("originals/1-0.png", e.Read("originals/1-0.jpg")),
            "originals/1-0.png", "is a second file for 1-0"),
        new("An original that is proven is said not to be", e => e.Write(
                Unproven, UnprovenOriginals.Write([("originals/1-0.jpg", "los"), ("originals/laat.mp4", "los")])),
            "originals/1-0.jpg", Unproven),
        new("The list of what is not proven is not there", Delete(Unproven), "originals/laat.mp4",
            "is named by no opened member, and not listed in data/unproven.csv"),
        new("The list of what is not proven is a header", All(
                e => e.Write(Unproven, "path,reason\n"), Delete("originals/laat.mp4")), Unproven,
            "It lists no file; then it is not there at all"),
        new("The list of what is not proven is empty", e => e.Write(Unproven, ""), Unproven, "is not in order: "),
        new("The list of what is not proven names what is not there", e => e.Write(Unproven, UnprovenOriginals.Write(
                [("originals/laat.mp4", "los"), ("originals/weg.mp4", "los")])), Unproven,
            "lists originals/weg.mp4, which is no file in originals/"),
        new("The list of what is not proven names another file", e => e.Write(Unproven, UnprovenOriginals.Write(
                [("README.txt", "los"), ("originals/laat.mp4", "los")])), Unproven,
            "lists README.txt, which is no file in originals/"),
        new("A file is not proven for no reason", e => e.Write(Unproven, "path,reason\noriginals/laat.mp4,\" \"\n"),
            Unproven, "is not in order: "),
        new("A file is twice not proven", e => e.Write(
                Unproven, "path,reason\noriginals/laat.mp4,\"a\"\noriginals/laat.mp4,\"b\"\n"), Unproven,
            "is not in order: "),
        new("A reason is not quoted", e => e.Write(Unproven, "path,reason\noriginals/laat.mp4,los\n"), Unproven,
            "is not in order: "),

        new("A root in keys is issued by another", e => e.Write(
                "keys/root.pem", SyntheticExport.Signer.ExportCertificatePem() + "\n"), "keys/root.pem",
            "the certificate of CN=Gemeente Voorbeeld is no root: CN=Proefstam issued it"),
        new("A root in keys has words before it", e => e.Write(
                "keys/root.pem", "Proefstam\n" + SyntheticExport.Root.ExportCertificatePem() + "\n"), "keys/root.pem",
            "is not in order: "),
        new("A key in keys is of small order", e => e.Write("keys/x.vkey", SmallOrder + "\n"), "keys/x.vkey",
            "The key of archive.example/log/voorbeeld is a point of small order, for which anyone can sign"),
        new("A key in keys has no line end", e => e.Write("keys/log.vkey", $"{e.LogSigner.Key}"), "keys/log.vkey",
            "is not in order: "),
    ];

    /// <summary>The vkey of the neutral element, for which R = the neutral element and S = 0 sign everything.</summary>
    internal static string SmallOrder
    {
        get
        {
            byte[] point = [1, .. new byte[31]];
            const string name = "archive.example/log/voorbeeld";
            var id = System.Security.Cryptography.SHA256.HashData([.. Encoding.ASCII.GetBytes(name), 10, 1, .. point]);
            return $"{name}+{Convert.ToHexStringLower(id[..4])}+{Convert.ToBase64String([1, .. point])}";
        }
    }

    private static Forgery Signed(string name, Func<SyntheticExport, string> set, string says) => new(
        name, e => e.Write(Pdf, SignedPdf.Make(SyntheticExport.Signer, set: set(e))), Pdf, says)
    {
        SignsPages = false,
    };

    private static Digest Shown(SyntheticExport e) => Digest.Of(e.Read(Records));

    private static Digest Binding(SyntheticExport e, string path) =>
        DocumentBinding.Of(SyntheticExport.SetNumber, path, Shown(e));
}
