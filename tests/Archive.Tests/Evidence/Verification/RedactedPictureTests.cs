using System.Text.Json.Nodes;
using Archive.Evidence.Canonical;
using Archive.Evidence.Sets;

namespace Archive.Tests.Evidence.Verification;

/// <summary>
/// A set that shows a picture with a black region. Each forgery is listed and signed anew, as one who holds the key of
/// exports could.
/// </summary>
public sealed class RedactedPictureTests : IDisposable
{
    private const string Copy = "redacted/4-0.png";

    private readonly SyntheticExport export = new(redacted: true);

    public void Dispose() => export.Dispose();

    [Fact]
    public void It_is_verified_and_told()
    {
        var checking = Checking.Of(export.Path, export.TrustText());

        Assert.Equal((0, "verified"), (checking.Code, checking.Verdict));
        Assert.Contains(
            "Pictures shown as a redacted copy: 1; regions proven to be black: 1", checking.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Another_copy_is_refused_even_if_it_is_black_there()
    {
        export.Write(Copy, SamplePng.Make(rows: SamplePng.Rows(2)));
        Refused($"{Copy} is not the copy that evidence/facts/9.json commits to");
    }

    [Fact]
    public void A_copy_without_its_fact_is_refused()
    {
        File.Delete(Path.Combine(export.Path, "evidence/facts/9.json"));
        File.Delete(Path.Combine(export.Path, "evidence/facts/9.tlog-proof"));
        Refused("data/records.json shows a redacted picture 4-0 of which no fact 9 is in the set");
    }

    [Fact]
    public void A_fact_without_its_copy_is_refused()
    {
        Directory.Delete(Path.Combine(export.Path, "redacted"), recursive: true);
        Refused("data/records.json shows a redacted picture 4-0 that is not in redacted/");
    }

    [Fact]
    public void A_copy_and_a_fact_that_nothing_shows_are_refused_both()
    {
        Change(entry => entry.Remove("redacted"));
        Refused($"{Copy} is a redacted picture that data/records.json does not name");
        Refused("evidence/facts/9.json tells of a redacted picture that data/records.json does not name");
    }

    [Fact]
    public void A_second_copy_is_refused()
    {
        export.Write("redacted/4-1.png", SamplePng.Make());
        Refused("redacted/4-1.png is a redacted picture that data/records.json does not name");
    }

    [Fact]
    public void A_copy_under_another_number_is_refused()
    {
        File.Move(Path.Combine(export.Path, Copy), Path.Combine(export.Path, "redacted/1-0.png"));
        Change(entry => entry.Remove("redacted"));
        Change(entry => entry["redacted"] = Shown(leaf: 9), number: 1);
        Refused("data/records.json shows a redacted picture 1-0, but fact 9 is about another document or picture");
    }

    [Fact]
    public void A_fact_of_another_kind_does_not_stand_in()
    {
        Change(entry => entry["redacted"] = Shown(leaf: 8));
        Refused("data/records.json shows a redacted picture 4-0 of which no fact 8 is in the set");
    }

    [Fact]
    public void Another_salt_is_refused()
    {
        Change(entry => entry["redacted"]![0]!["salt"] = new string('0', 64));
        Refused($"{Copy} is not the copy that evidence/facts/9.json commits to");
    }

    [Theory]
    [InlineData("regions", """[{"height":2,"width":2,"x":1,"y":1}]""")]
    [InlineData("width", "6")]
    [InlineData("number", "1")]
    public void A_changed_fact_is_not_in_the_log(string member, string value)
    {
        var path = Path.Combine(export.Path, "evidence/facts/9.json");
        var fact = JsonNode.Parse(File.ReadAllBytes(path))!;
        fact["data"]![member] = JsonNode.Parse(value);
        File.WriteAllBytes(path, CanonicalJson.Write(fact));
        Refused("evidence/facts/9.json is not leaf 9 of the log");
    }

    [Theory]
    [InlineData("regions", """[{"height":2,"width":5,"x":1,"y":1}]""", "list of 1 to 100 regions within the picture")]
    [InlineData("regions", "[]", "list of 1 to 100 regions within the picture")]
    [InlineData("regions", """[{"height":1,"width":1,"x":1,"y":1,"z":1}]""", "list of 1 to 100 regions")]
    [InlineData("medium", "-1", "data.medium is not a whole number from 0")]
    [InlineData("number", "0", "data.number is not a whole number from 1")]
    [InlineData("copy", "\"x\"", "copy")]
    public void A_fact_that_is_not_in_its_form_is_refused(string member, string value, string why)
    {
        var path = Path.Combine(export.Path, "evidence/facts/9.json");
        var fact = JsonNode.Parse(File.ReadAllBytes(path))!;
        fact["data"]![member] = JsonNode.Parse(value);
        File.WriteAllBytes(path, CanonicalJson.Write(fact));
        Refused(why);
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""[{"leaf":9,"medium":0}]""")]
    [InlineData("""[{"leaf":9,"medium":0,"salt":"00"}]""")]
    [InlineData("""[{"leaf":9,"medium":-1,"salt":"X"}]""")]
    public void An_entry_that_is_not_in_its_form_is_refused(string value)
    {
        Change(entry => entry["redacted"] = JsonNode.Parse(value.Replace("X", new string('0', 64), default)));
        Refused("a redacted picture of an entry is not in its form");
    }

    [Theory]
    [InlineData("redacted/4-0.jpg")]
    [InlineData("redacted/04-0.png")]
    [InlineData("redacted/4.png")]
    public void Only_copies_have_a_place_there(string path)
    {
        export.Write(path, SamplePng.Make());
        Refused($"{path} has no place in an export");
    }

    private void Refused(string why)
    {
        export.Reseal();
        var checking = Checking.Of(export.Path, export.TrustText());
        Assert.Equal(1, checking.Code);
        Assert.Contains(why, checking.Output, StringComparison.Ordinal);
    }

    private static JsonArray Shown(int leaf) =>
        new(new JsonObject { ["leaf"] = leaf, ["medium"] = 0, ["salt"] = new string('0', 64) });

    private void Change(Action<JsonObject> change, int number = 4)
    {
        var path = Path.Combine(export.Path, ExportLayout.Records.Path);
        var entries = JsonNode.Parse(File.ReadAllBytes(path))!.AsArray();
        change(entries.Select(e => e!.AsObject()).Single(e => (int)e["number"]! == number));
        File.WriteAllBytes(path, CanonicalJson.Write(entries));
    }
}
