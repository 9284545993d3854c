using System.Text;
using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Notes;
using static Archive.Tests.Evidence.Verification.Forgeries.Forgery;

namespace Archive.Tests.Evidence.Verification.Forgeries;

internal static partial class KnownForgeries
{
    private static IReadOnlyList<Forgery> OfEvidence =>
    [
        new("A fact has another moment", Text("evidence/facts/8.json", "T10:08:01", "T11:08:01"),
            "evidence/facts/8.json", "is not leaf 8 of the log"),
        new("A fact is of another record", Text(
                "evidence/facts/8.json", $"{SyntheticExport.Record(8)}", $"{SyntheticExport.Record(4)}"),
            "evidence/facts/8.json", "is not leaf 8 of the log"),
        new("A fact has a space more", Text("evidence/facts/8.json", ",\"headers\":", ", \"headers\":"),
            "evidence/facts/8.json", "not in its canonical form"),
        new("A fact has a member more", Text("evidence/facts/8.json", "\"headers\":{}", "\"extra\":1,\"headers\":{}"),
            "evidence/facts/8.json", "is not in order: "),
        new("Two facts have changed places", Swap("evidence/facts/1.json", "evidence/facts/4.json"),
            "evidence/facts/1.json", "is not leaf 1 of the log"),
        new("Two proofs have changed places", Swap("evidence/facts/1.tlog-proof", "evidence/facts/4.tlog-proof"),
            "evidence/facts/1.tlog-proof", "is not the proof of leaf 1"),
        new("A fact and its proof have another number", All(
                Move("evidence/facts/8.json", "evidence/facts/6.json"),
                Move("evidence/facts/8.tlog-proof", "evidence/facts/6.tlog-proof")), "evidence/facts/6.tlog-proof",
            "is not the proof of leaf 6"),
        new("A fact and its proof have another number inside too", All(
                Move("evidence/facts/8.json", "evidence/facts/6.json"),
                Move("evidence/facts/8.tlog-proof", "evidence/facts/6.tlog-proof"),
                Text("evidence/facts/6.tlog-proof", "index 8", "index 6")), "evidence/facts/6.json",
            "is not leaf 6 of the log"),
        new("A fact has a number that no list can name", All(
                e => e.Write("evidence/facts/10000000000000000.json", "{}"),
                e => e.Write("evidence/facts/10000000000000000.tlog-proof", "x")),
            "evidence/facts/10000000000000000.json", "has no place in an export"),
        new("A proof is gone", Delete("evidence/facts/8.tlog-proof"), "evidence/facts/8.json", "stands alone"),
        new("A fact is gone", Delete("evidence/facts/8.json"), "evidence/facts/8.tlog-proof", "stands alone"),
        new("A proof has a hash more", Text("evidence/facts/8.tlog-proof", "index 8\n", $"index 8\n{Zeros}\n"),
            "evidence/facts/8.json", "is not leaf 8 of the log"),
        new("A proof has something extra", Text("evidence/facts/8.tlog-proof", "index 8\n", "extra AAAA\nindex 8\n"),
            "evidence/facts/8.tlog-proof", "is not "),
        new("The checkpoint is an older one", e => e.Write(Checkpoint, Older(e).ToBytes()),
            "evidence/facts/1.tlog-proof", "is not a proof under evidence/log/checkpoint"),
        new("The checkpoint is an older one in the proofs too", Note((e, _) => Older(e)), "evidence/facts/1.json",
            "is not leaf 1 of the log"),
        new("The checkpoint has a leaf more", Note((_, note) => new(
                note.Text.Replace("\n9\n", "\n10\n", StringComparison.Ordinal), note.Signatures)), Checkpoint,
            "signature that does not verify"),
        new("The checkpoint is signed twice", Note((_, note) => new(
                note.Text, [note.Signatures[0], .. note.Signatures])), Checkpoint, "does not verify"),
        new("The checkpoint is not signed by the log", Note((_, note) => new(note.Text, [note.Signatures[1]])),
            Checkpoint, "is not signed by archive.example/log/voorbeeld"),
        new("The checkpoint has the signature of an older one", Note((e, note) => new(
                note.Text, [Older(e).Signatures[0], note.Signatures[1]])), Checkpoint, "does not verify"),
        new("The checkpoint is signed in another role", Note((e, note) => new(
                note.Text, [.. note.Signatures, e.ExportSigner.Sign(note.Text).Signatures[0]])), Checkpoint,
            "is signed by a key of archive.example/export/voorbeeld"),
        new("The log is that of another tenant", e => { }, Checkpoint,
            "is of archive.example/log/elders, not of the log of voorbeeld")
        {
            From = () => new(log: "archive.example/log/elders"),
        },
        new("The log has a number that none has", e => { }, Checkpoint, "not of the log of voorbeeld")
        {
            From = () => new(log: "archive.example/log/voorbeeld/1"),
        },
        new("A cosignature was moved from an older checkpoint", Note((e, note) => new(
                note.Text,
                [note.Signatures[0], SyntheticExport.Witness.Cosign(Older(e).Text, SyntheticExport.CosignedAt)])),
            Checkpoint, "has a cosignature of witness.example/w that does not verify")
        {
            Trusting = $"{SyntheticExport.Witness.Key}\n",
        },
        new("A witness has cosigned twice", Note((_, note) => new(
                note.Text,
                [
                    .. note.Signatures,
                    SyntheticExport.Witness.Cosign(note.Text, SyntheticExport.CosignedAt.AddHours(1)),
                ])), Checkpoint, "has more than one cosignature of witness.example/w")
        {
            Trusting = $"{SyntheticExport.Witness.Key}\n",
        },
        new("Two facts have one id", e => { }, "evidence/facts/8.json", "which leaf 0 is too")
        {
            From = Recorded(8, "11111111-0000-4000-8000-000000000008", "11111111-0000-4000-8000-000000000000"),
        },
        new("A fact comes before the one before it in its stream", e => { }, "evidence/facts/7.json",
            "is version 1 of its stream, and comes after version 1 of it (leaf 5)")
        {
            From = Recorded(7, "\"version\":2", "\"version\":1"),
        },
        new("Two facts tell of one sighting", e => { }, "evidence/facts/8.json",
            "tells of a record, a source and a way of which leaf 0 tells too")
        {
            From = () => new(restate: (leaf, text) => leaf is 0 or 8 ? Sighting(text) : text),
        },
        new("A fact is of another tenant", e => { }, "evidence/facts/8.json", "elders")
        {
            From = Recorded(8, "\"tenant\":\"voorbeeld\"", "\"tenant\":\"elders\""),
        },
        new("A fact has an id that is not random", e => { }, "evidence/facts/8.json", "is not in order: ")
        {
            From = Recorded(8, "11111111-0000-4000", "11111111-0000-1000"),
        },
        new("A fact has a moment without microseconds", e => { }, "evidence/facts/8.json", "is not in order: ")
        {
            From = Recorded(8, "01.000000Z", "01Z"),
        },
        new("A version has no place among the versions", e => { }, "evidence/facts/1.json", "is a whole number from 1")
        {
            From = Recorded(1, "\"ordinal\":1", "\"ordinal\":0"),
        },
        new("A version is of a record in whose stream it is not", e => { }, "evidence/facts/4.json",
            "is captured in another stream than its record's")
        {
            From = Recorded(
                4, $"\"stream\":\"{SyntheticExport.Record(4)}", $"\"stream\":\"{SyntheticExport.Record(3)}"),
        },
        new("A version was posted in another hour than its fact says", e => { }, Content(4),
            "was not posted in the hour that its fact says (2019-03-17T23:00:00.000000Z)")
        {
            From = Recorded(4, "2026-03-17T23:00:00", "2019-03-17T23:00:00"),
        },
        new("A version was posted an hour later than its fact says", e => { }, Content(4),
            "was not posted in the hour that its fact says (2026-03-17T22:00:00.000000Z)")
        {
            From = Recorded(4, "2026-03-17T23:00:00", "2026-03-17T22:00:00"),
        },
        new("A version is of a kind that there is not", e => { }, "evidence/facts/4.json", "is none of post, comment")
        {
            From = Recorded(4, "\"kind\":\"post\"", "\"kind\":\"advert\""),
        },
        new("A version was read nowhere", e => { }, "evidence/facts/4.json", "are not one or more of {object, piece}")
        {
            From = Recorded(4, "\"pieces\":\\[{[^}]*}\\]", "\"pieces\":[]"),
        },
        new("A version was read in the exchange", e => { }, "evidence/facts/4.json",
            "are not one or more of {object, piece}")
        {
            From = Recorded(4, "\"piece\":2", "\"piece\":0"),
        },
        new("A medium of a version is not kept, and shown", e => { }, Content(4), "has a 'media/1/digest' of which")
        {
            From = Recorded(4, ",{\"index\":1,[^}]*}", ""),
        },
        new("Two media of a version are kept in one place", e => { }, "evidence/facts/4.json",
            "are not {index, object, unit}")
        {
            From = Recorded(4, "\"index\":1", "\"index\":0"),
        },
        new("A destruction says no unit", e => { }, "evidence/facts/7.json", "is not in order: ")
        {
            From = Recorded(7, "\"units\":\\[[^]]*\\]", "\"units\":1"),
        },
        new("A destruction is of another unit", e => { }, Records, "which is missing without authority")
        {
            From = Recorded(7, "33333333-0000-4000-8000-000000000005", "33333333-0000-4000-8000-000000000006"),
        },
        new("A destruction is of another record", e => { }, Records, "which is missing without authority")
        {
            From = Recorded(
                7, $"\"record\":\"{SyntheticExport.Record(5)}", $"\"record\":\"{SyntheticExport.Record(4)}"),
        },
    ];

    /// <summary>By a push, and of the record at leaf 0, whichever it was of.</summary>
    private static string Sighting(string statement)
    {
        var fact = JsonNode.Parse(statement)!.AsObject();
        fact["type"] = "capture.record-sighted/1";
        fact["data"] = new JsonObject
        {
            ["record"] = $"{SyntheticExport.Record(0)}", ["source"] = $"{SyntheticExport.Record(3)}", ["way"] = "push",
        };
        return Encoding.UTF8.GetString(CanonicalJson.Write(fact));
    }

    private static string Zeros => Convert.ToBase64String(new byte[32]);

    /// <summary>A head of the same log, of when it had five leaves.</summary>
    private static SignedNote Older(SyntheticExport e) => e.LogSigner.Sign(
        new Checkpoint(SyntheticExport.Origin, 5, Digest.Of(Encoding.ASCII.GetBytes("older"))).ToText());
}
