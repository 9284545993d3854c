using Archive.Evidence.Verification;
using static Archive.Tests.Evidence.Verification.Forgeries.Forgery;

namespace Archive.Tests.Evidence.Verification.Forgeries;

internal static partial class KnownForgeries
{
    private static IReadOnlyList<Forgery> OfRecords =>
    [
        new("The list of what is shown is empty", e => e.Write(Records, "[]"), Inventory,
            "number 1 names fact 1, but data/records.json does not account for that number"),
        new("The list of what is shown is empty and the facts stay", e => e.Write(Records, "[]"),
            "evidence/facts/1.json",
            $"commits to version {SyntheticExport.Version(1)}, which data/records.json does not account for"),
        new("The list of what is shown is empty and what is opened stays", e => e.Write(Records, "[]"), Content(1),
            "opens a version that data/records.json does not list as shown"),
        new("A document is taken out with its evidence and stays in the inventory", All(
                Relist(s => s.Number == 4 ? null : s), Delete(
                    Content(4), "evidence/facts/4.json", "evidence/facts/4.tlog-proof", "originals/4-0.jpg",
                    "originals/4-1.png")), Inventory,
            "number 4 names fact 4, but data/records.json does not account for that number"),
        new("A destruction is no longer accounted for", Relist(s => s.Number == 6 ? null : s), "evidence/facts/5.json",
            $"commits to version {SyntheticExport.Version(5)}, which data/records.json does not account for"),
        new("Two documents have changed numbers", Relist(s => s with { Number = Other(s.Number) }), Inventory,
            "number 1 says '1' in lognummer; the evidence says '4'"),
        new("Two documents have changed numbers and rows", All(
                Relist(s => s with { Number = Other(s.Number) }), e => e.List(rows =>
                {
                    (rows[0]["documentnummer"], rows[2]["documentnummer"]) = ("4", "1");
                    (rows[0], rows[2]) = (rows[2], rows[0]);
                })), "originals/1-0.jpg", "is not the file that data/records.json names for 1-0"),
        new("The entries stand in another order", e =>
            {
                var text = System.Text.Encoding.UTF8.GetString(e.Read(Records));
                var gone = text[text.IndexOf("{\"destroyed\"", StringComparison.Ordinal)..^1];
                e.Write(Records, $"[{gone},{text[1..^(gone.Length + 2)]}]");
            }, Records, "Number 1 is not in its place"),
        new("Two documents have one number", Text(Records, "\"number\":4", "\"number\":1"), Records,
            "Number 1 is not in its place"),
        new("One version has two numbers", Text(
                Records, $"{SyntheticExport.Version(4)}", $"{SyntheticExport.Version(1)}"), Records, "is in it twice"),
        new("A number is 0", Text(Records, "\"number\":1", "\"number\":0"), Records, "is not in order: "),
        new("A member is listed twice", Relist(1, s => s with { Members = [.. s.Members, s.Members[0]] }), Records,
            "Number 1 has the member 'url' twice"),
        new("A member is shown under another version", Relist(1, s => s with
            {
                Members = [.. s.Members.Select(m => m.Path == "url" ? (m.Path, "https://voorbeeld.example/4") : m)],
            }), Records, "number 1 shows a 'url' that is not opened in"),
        new("The members of two versions have changed places", e =>
            {
                var shown = ShownRecords.Parse(e.Read(Records)).ToDictionary(s => s.Number);
                Relist(s => s.Destroyed is null ? s with { Members = shown[Other(s.Number)].Members } : s)(e);
            }, Records, "number 1 shows a 'url' that is not opened in"),
        new("A word is shown otherwise than it was captured", Text(Records, "maandag", "dinsdag"), Records,
            "number 1 shows a 'text/10' that is not opened in evidence/content/"),
        new("A word is shown of which a letter looks the same", Text(Records, "maandag", "mаandag"), Records,
            "number 1 shows a 'text/10' that is not opened in evidence/content/"),
        new("A withheld word is shown", Relist(1, s => s with { Members = [("author-name", "Ayşe")] }), Records,
            "number 1 shows a 'author-name' that is not opened in"),
        new("A word that is opened is on no page", Relist(1, s => s with
            {
                Members = [.. s.Members.Where(m => m.Path != "text/10")],
            }), Records, "number 1 does not show the 'text/10' that is opened in evidence/content/"),
        new("A withheld word is opened and on no page", e => e.Write(
                Content(1), SyntheticExport.Open(1, m => m.Path == "author-name" || SyntheticExport.Opens(m))),
            Records, "number 1 does not show the 'author-name' that is opened in evidence/content/"),
        new("A word is no longer opened", e => e.Write(
                Content(1), SyntheticExport.Open(1, m => m.Path != "text/10" && SyntheticExport.Opens(m))), Records,
            "number 1 shows a 'text/10' that is not opened in evidence/content/"),
        new("Words are shown in another order", Relist(1, s => s with { Members = [.. s.Members.Reverse()] }), Records,
            "in another order"),
        new("A word is opened otherwise than it was captured", Text(Content(4), "maandag", "dinsdag"), Content(4),
            "Opened content does not fit the commitment of mastodon/1"),
        new("A salt is another", Text(Content(4), "\"s\":\"", "\"s\":\"0"), Content(4), "is not in order: "),
        new("What is opened has changed places", Swap(Content(1), Content(4)), Content(1),
            "Opened content does not fit the commitment of mastodon/1"),
        new("A version is ascribed to another fact", Text(Records, "\"leaf\":1,", "\"leaf\":2,"), Records,
            $"ascribes version {SyntheticExport.Version(1)} to another record or leaf than its fact"),
        new("A version is ascribed to another record", Text(
                Records, $"{SyntheticExport.Record(1)}", $"{SyntheticExport.Record(4)}"), Records,
            $"ascribes version {SyntheticExport.Version(1)} to another record or leaf than its fact"),
        new("A destroyed version is shown again", All(
                e => e.Write(Content(5), SyntheticExport.Open(5, SyntheticExport.Opens)),
                Relist(6, s => s with { Destroyed = null })), Content(5),
            "opens what a fact in this export says was destroyed"),
        new("A destruction has another ground", Text(Records, "avg-erasure", "selection-list"), Records,
            "which is missing without authority"),
        new("The list has a space more", Text(Records, "},{", "}, {"), Records, "not in its canonical form"),
        new("The list has its members in another order", Text(
                Records, "{\"leaf\":1,\"members\":", "{\"number\":1,\"leaf\":1,\"members\":"), Records,
            "is not in order: "),
        new("The list has a member twice", Text(Records, "\"number\":1", "\"number\":1,\"number\":1"), Records,
            "The member 'number' is there twice"),
        new("The list writes a letter by its number", Text(Records, "\"brug\"", "\"\\u0062rug\""), Records,
            "not in its canonical form"),
        new("The list has a fraction", Text(Records, "\"leaf\":1,", "\"leaf\":1.0,"), Records, "Numbers are integers"),
        new("The list has a null", Text(Records, "\"number\":1", "\"none\":null,\"number\":1"), Records,
            "Null is not allowed"),
        new("The list begins with a byte-order mark", e => e.Write(Records, [0xef, 0xbb, 0xbf, .. e.Read(Records)]),
            Records, "is not in order: "),
        new("The list ends in a line feed", e => e.Write(Records, [.. e.Read(Records), 10]), Records,
            "not in its canonical form"),
        new("The list is no array", e => e.Write(Records, "{}"), Records, "It is not an array"),
    ];

    private static int Other(int number) => number switch { 1 => 4, 4 => 1, _ => number };
}
