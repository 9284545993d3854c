using System.Text.Json.Nodes;
using Archive.Evidence.Canonical;
using Archive.Evidence.Sets;

namespace Archive.Tests.Evidence.Verification;

/// <summary>
/// A version whose answer came again after it was captured, and what someone could try who holds the keys.
/// </summary>
public sealed class SeenAgainTests
{
    [Fact]
    public void It_is_verified_and_reported()
    {
        using var export = new SyntheticExport(seen: true);

        var checking = Checking.Of(export.Path, export.TrustText());

        Assert.Equal((0, "verified"), (checking.Code, checking.Verdict));
        Assert.Contains(
            "Versions seen again as they were: 1; the last time before 2026-03-20T10:09:01.000000Z", checking.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_in_which_nothing_came_again_says_nothing_of_it()
    {
        using var export = new SyntheticExport();

        Assert.DoesNotContain(
            "seen again", Checking.Of(export.Path, export.TrustText()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_its_fact_nothing_was_seen_again()
    {
        using var export = new SyntheticExport(seen: true);
        File.Delete(Path.Combine(export.Path, "evidence/facts/9.json"));
        File.Delete(Path.Combine(export.Path, "evidence/facts/9.tlog-proof"));

        Refused(export, "says that number 4 was seen again, by a fact 9 that is not in the set");
    }

    [Fact]
    public void A_fact_of_another_kind_does_not_bear_it_out()
    {
        using var export = new SyntheticExport(seen: true);
        Change(export, 4, entry => entry["seen"] = 8);

        Refused(export, "says that number 4 was seen again, by a fact 8 that is not in the set or says no such thing");
        Refused(export, "evidence/facts/9.json says that answers came again, and data/records.json names it for no");
    }

    [Fact]
    public void A_fact_that_names_no_answer_of_this_version_does_not_bear_it_out()
    {
        using var export = new SyntheticExport(seen: true);
        Change(export, 4, entry => entry.Remove("seen"));
        Change(export, 1, entry => entry["seen"] = 9);

        Refused(export, "says that number 1 was seen again by fact 9, which does not name the answer");
    }

    [Fact]
    public void A_fact_of_another_source_does_not_bear_it_out()
    {
        using var export = new SyntheticExport(
            seen: true, restate: Restate(9, "source", "55555555-0000-4000-8000-000000000002"));

        Refused(export, "says that number 4 was seen again by fact 9, which does not name the answer");
    }

    [Fact]
    public void A_version_that_does_not_say_where_it_was_read_was_not_seen_again()
    {
        using var export = new SyntheticExport(seen: true, restate: Restate(4, "pieces", null));

        Refused(export, "says that number 4 was seen again by fact 9, which does not name the answer");
    }

    [Fact]
    public void A_fact_from_before_the_version_does_not_bear_it_out()
    {
        // Leaf 0 says that the answer came again that leaf 4 was read from.
        using var export = new SyntheticExport(seen: true, restate: (leaf, statement) =>
        {
            if (leaf != 0)
                return statement;
            var fact = JsonNode.Parse(statement)!;
            fact["type"] = "capture.answers-repeated/1";
            fact["data"] = new JsonObject
            {
                ["from"] = (string)fact["at"]!,
                ["notModified"] = new JsonArray($"{SyntheticExport.Answer(4)}"),
                ["same"] = new JsonArray(),
                ["source"] = "55555555-0000-4000-8000-000000000001",
                ["visit"] = (string)fact["stream"]!,
            };
            return System.Text.Encoding.UTF8.GetString(CanonicalJson.Write(fact));
        });
        Change(export, 4, entry => entry["seen"] = 0);

        Refused(export, "says that number 4 was seen again by fact 0, which comes before fact 4 that captured it");
    }

    [Fact]
    public void A_fact_that_no_version_names_is_refused()
    {
        using var export = new SyntheticExport(seen: true);
        Change(export, 4, entry => entry.Remove("seen"));

        Refused(export, "evidence/facts/9.json says that answers came again, and data/records.json names it for no");
    }

    [Fact]
    public void What_was_destroyed_was_not_seen_again()
    {
        using var export = new SyntheticExport(seen: true);
        Change(export, 6, entry => entry["seen"] = 9);

        Refused(export, "data/records.json is not in order");
    }

    private static Func<int, string, string> Restate(int which, string member, string? value) => (leaf, statement) =>
    {
        if (leaf != which)
            return statement;
        var fact = JsonNode.Parse(statement)!;
        fact["data"]!.AsObject().Remove(member);
        if (value is not null)
            fact["data"]![member] = value;
        return System.Text.Encoding.UTF8.GetString(CanonicalJson.Write(fact));
    };

    private static void Refused(SyntheticExport export, string why)
    {
        export.Reseal();
        var checking = Checking.Of(export.Path, export.TrustText());
        Assert.Equal(1, checking.Code);
        Assert.Contains(why, checking.Output, StringComparison.Ordinal);
    }

    private static void Change(SyntheticExport export, int number, Action<JsonObject> change)
    {
        var path = Path.Combine(export.Path, ExportLayout.Records.Path);
        var entries = JsonNode.Parse(File.ReadAllBytes(path))!.AsArray();
        change(entries.Select(e => e!.AsObject()).Single(e => (int)e["number"]! == number));
        File.WriteAllBytes(path, CanonicalJson.Write(entries));
    }
}
