using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Evidence.Facts;

namespace Archive.Tests.Evidence;

/// <summary>What facts of capture that prove something by themselves must have, in both directions.</summary>
public sealed class FactFormTests
{
    private const string A = "\"11111111-1111-4111-8111-111111111111\"";
    private const string B = "\"22222222-2222-4222-8222-222222222222\"";
    private const string March = "{\"from\":\"2026-03-01T00:00:00.000000Z\",\"to\":\"2026-04-01T00:00:00.000000Z\"}";

    private const string Never =
        "{\"from\":\"2026-03-01T00:00:00.000000Z\",\"to\":\"2026-03-01T00:00:00.000000Z\"}";

    private static readonly Tenant Tenant = new("voorbeeldstad");

    [Theory]
    [InlineData(true, $$"""{"record":{{A}},"source":{{B}},"way":"import"}""")]
    [InlineData(false, $$"""{"record":{{A}},"source":{{B}},"way":"rumour"}""")]
    [InlineData(false, $$"""{"record":{{A}},"way":"api"}""")]
    [InlineData(false, $$"""{"source":{{B}},"way":"api"}""")]
    public void A_sighting(bool holds, string data) => Assert.Equal(holds, Holds("capture.record-sighted/1", data));

    [Theory]
    [InlineData(true, $$"""{"answers":{{B}},"record":{{A}}}""")]
    [InlineData(true, $$"""{"answers":{{B}},"record":{{A}},"thread":{{B}}}""")]
    [InlineData(false, $$"""{"record":{{A}}}""")]
    [InlineData(false, $$"""{"answers":{{A}},"record":{{A}}}""")]
    [InlineData(false, $$"""{"answers":"113","record":{{A}}}""")]
    public void A_place(bool holds, string data) => Assert.Equal(holds, Holds("capture.place-found/1", data));

    [Theory]
    [InlineData(true, "2026-03-02T09:00:00.000000Z")]
    [InlineData(false, "2026-03-02T09:15:00.000000Z")]
    [InlineData(false, "2026-03-02T09:00:00.000001Z")]
    [InlineData(false, "2026-03-02T09:00:00Z")]
    public void The_hour_of_posting(bool holds, string hour) =>
        Assert.Equal(holds, Holds("capture.version-captured/1", $$"""{"postedHour":"{{hour}}"}"""));

    [Theory]
    [InlineData(true, 32)]
    [InlineData(true, 64)]
    [InlineData(false, 0)]
    [InlineData(false, 31)]
    [InlineData(false, 33)]
    public void The_number_of_members(bool holds, int n) => Assert.Equal(holds, Holds(
        "capture.version-captured/1",
        $$"""{"content":{"mapper":"mastodon/1","n":{{n}},"root":"{{new string('a', 64)}}"},"version":{{A}}}"""));

    [Theory]
    [InlineData(true, """{"measure":"likes","value":0}""")]
    [InlineData(true, """{"high":9,"low":9,"measure":"reach"}""")]
    [InlineData(true, """{"high":9,"measure":"reach"}""")]
    [InlineData(true, $$"""{"low":0,"measure":"reach","period":{{March}}}""")]
    [InlineData(true, """{"measure":"reach","parts":[{"by":"age","is":"18-24"}],"value":1}""")]
    [InlineData(
        true, """{"measure":"reach","value":1},{"measure":"reach","parts":[{"by":"age","is":"65+"}],"value":1}""")]
    [InlineData(false, "")]
    [InlineData(false, """{"value":0}""")]
    [InlineData(false, """{"measure":"likes"}""")]
    [InlineData(false, """{"measure":"likes","value":-1}""")]
    [InlineData(false, """{"high":8,"low":9,"measure":"reach"}""")]
    [InlineData(false, """{"low":9,"measure":"reach","value":9}""")]
    [InlineData(false, """{"measure":"Reach","value":9}""")]
    [InlineData(false, """{"measure":"reach","note":1,"value":9}""")]
    [InlineData(false, """{"measure":"likes","value":0},{"measure":"likes","value":1}""")]
    [InlineData(false, """{"measure":"reach","parts":[],"value":1}""")]
    [InlineData(false, """{"measure":"reach","parts":[{"by":"age","is":"Ouder dan 65"}],"value":1}""")]
    [InlineData(false, """{"measure":"reach","parts":[{"by":"age"}],"value":1}""")]
    [InlineData(
        false,
        """{"measure":"reach","parts":[{"by":"region","is":"nl"},{"by":"age","is":"65+"}],"value":1}""")]
    [InlineData(
        false, """{"measure":"reach","parts":[{"by":"age","is":"18-24"},{"by":"age","is":"65+"}],"value":1}""")]
    [InlineData(
        false,
        $$"""{"measure":"reach","period":{{Never}},"value":1}""")]
    public void Figures(bool holds, string figures) =>
        Assert.Equal(holds, Holds("capture.figures-measured/1", $$"""{"figures":[{{figures}}]}"""));

    private const string C = "\"00000000000000000000000000000000000000000000000000000000000000aa\"";
    private const string D = "\"00000000000000000000000000000000000000000000000000000000000000bb\"";
    private const string Piece = $$"""
        "pieces":[{"object":{{C}},"piece":1}]
        """;
    private const string Then = "\"1969-12-31T23:59:59.000000Z\"";

    [Theory]
    [InlineData(true, $$"""{"from":{{Then}},"notModified":[],"same":[{{C}},{{D}}],"source":{{A}},"visit":{{B}}}""")]
    [InlineData(true, $$"""{"from":{{Then}},"notModified":[{{C}}],"same":[{{D}}],"source":{{A}},"visit":{{B}}}""")]
    [InlineData(
        true,
        $$"""{"from":"1970-01-01T00:00:00.000000Z","notModified":[{{C}}],"same":[],"source":{{A}},"visit":{{B}}}""")]
    [InlineData( // after the fact
        false,
        $$"""{"from":"1970-01-01T00:00:00.000001Z","notModified":[{{C}}],"same":[],"source":{{A}},"visit":{{B}}}""")]
    [InlineData(false, $$"""{"from":"today","notModified":[],"same":[{{C}}],"source":{{A}},"visit":{{B}}}""")]
    [InlineData(false, $$"""{"from":{{Then}},"notModified":[],"same":[],"source":{{A}},"visit":{{B}}}""")]
    [InlineData(false, $$"""{"from":{{Then}},"notModified":[{{C}}],"same":[{{C}}],"source":{{A}},"visit":{{B}}}""")]
    [InlineData(false, $$"""{"from":{{Then}},"notModified":[],"same":[{{D}},{{C}}],"source":{{A}},"visit":{{B}}}""")]
    [InlineData(false, $$"""{"from":{{Then}},"notModified":[],"same":["aa"],"source":{{A}},"visit":{{B}}}""")]
    [InlineData(false, $$"""{"from":{{Then}},"notModified":[],"same":[7],"source":{{A}},"visit":{{B}}}""")]
    [InlineData(false, $$"""{"from":{{Then}},"same":[{{C}}],"source":{{A}},"visit":{{B}}}""")]
    [InlineData(false, $$"""{"from":{{Then}},"notModified":[],"same":[{{C}}],"source":"x","visit":{{B}}}""")]
    [InlineData(false, $$"""{"from":{{Then}},"notModified":[],"same":[{{C}}],"source":{{A}},"visit":{{A}}}""")]
    public void Answers_that_came_again(bool holds, string data) => Assert.Equal(
        holds, Holds("capture.answers-repeated/1", data, new("22222222-2222-4222-8222-222222222222")));

    [Theory]
    [InlineData(true, $$"""{"author":{{C}},"withoutNames":{{D}}}""")]
    [InlineData(true, $$"""{"withoutNames":{{D}}}""")]
    [InlineData(false, $$"""{"author":"109","withoutNames":{{D}}}""")]
    [InlineData(false, """{"withoutNames":7}""")]
    public void What_tells_a_version_from_the_one_before(bool holds, string data) =>
        Assert.Equal(holds, Holds("capture.version-captured/1", data));

    [Theory]
    [InlineData("capture.author-changed/1")]
    [InlineData("capture.disappearance-found/1")]
    [InlineData("capture.reappearance-found/1")]
    public void What_became_of_a_record_names_it(string type)
    {
        Assert.True(Holds(type, $$"""{"record":{{A}}}"""));
        Assert.False(Holds(type, "{}"));
        Assert.False(Holds(type, """{"record":"109"}"""));
    }

    [Theory]
    [InlineData(true, """{"kind":"post"}""")]
    [InlineData(true, """{"kind":"comment"}""")]
    [InlineData(true, """{"kind":"share"}""")]
    [InlineData(true, $$"""{"author":{{C}},"kind":"account",{{Piece}},"record":{{A}},"withoutNames":{{D}}}""")]
    [InlineData(false, $$"""{"author":{{C}},"kind":"account",{{Piece}},"withoutNames":{{D}}}""")]
    [InlineData(false, $$"""{"author":{{C}},"kind":"account","record":{{A}},"withoutNames":{{D}}}""")]
    [InlineData(false, $$"""{"author":{{C}},"kind":"account",{{Piece}},"record":{{A}}}""")]
    [InlineData(false, $$"""{"kind":"account",{{Piece}},"record":{{A}},"withoutNames":{{D}}}""")]
    [InlineData(false, """{"kind":"Post"}""")]
    [InlineData(false, """{"kind":"advert"}""")]
    [InlineData(false, """{"kind":7}""")]
    [InlineData(
        false,
        $$"""
        {"author":{{C}},"kind":"account","pieces":[{"object":{{C}},"piece":1},{"object":{{D}},"piece":1}],
        "record":{{A}},"withoutNames":{{D}}}
        """)]
    public void What_kind_of_record_a_version_is_of(bool holds, string data) =>
        Assert.Equal(holds, Holds("capture.version-captured/1", data, Guid.Parse(A[1..^1])));

    [Theory]
    [InlineData(true, $$"""[{"object":{{C}},"piece":1}]""")]
    [InlineData(true, $$"""[{"object":{{C}},"piece":2},{"object":{{C}},"piece":1}]""")]
    [InlineData(false, "[]")]
    [InlineData(false, "{}")]
    [InlineData(false, $$"""[{{C}}]""")]
    [InlineData(false, $$"""[{"object":{{C}},"piece":0}]""")]
    [InlineData(false, $$"""[{"object":{{C}},"piece":"1"}]""")]
    [InlineData(false, $$"""[{"object":{{C}}}]""")]
    [InlineData(false, """[{"object":"aa","piece":1}]""")]
    [InlineData(false, $$"""[{"object":{{C}},"piece":1,"unit":{{A}}}]""")]
    public void Where_a_version_was_read(bool holds, string pieces) =>
        Assert.Equal(holds, Holds("capture.version-captured/1", $$"""{"pieces":{{pieces}}}"""));

    [Theory]
    [InlineData(true, "[]")]
    [InlineData(true, $$"""[{"index":0,"object":{{C}},"unit":{{A}}},{"index":2,"object":{{C}},"unit":{{A}}}]""")]
    [InlineData(false, $$"""[{"index":1,"object":{{C}},"unit":{{A}}},{"index":1,"object":{{D}},"unit":{{B}}}]""")]
    [InlineData(false, $$"""[{"index":1,"object":{{C}},"unit":{{A}}},{"index":0,"object":{{D}},"unit":{{B}}}]""")]
    [InlineData(false, $$"""[{"index":-1,"object":{{C}},"unit":{{A}}}]""")]
    [InlineData(false, $$"""[{"index":0,"object":{{C}},"unit":"x"}]""")]
    [InlineData(false, $$"""[{"index":0,"object":{{C}}}]""")]
    [InlineData(false, $$"""{"index":0,"object":{{C}},"unit":{{A}}}""")]
    public void Where_the_media_of_a_version_are(bool holds, string media) =>
        Assert.Equal(holds, Holds("capture.version-captured/1", $$"""{"media":{{media}}}"""));

    [Theory]
    [InlineData(true, "11111111-1111-4111-8111-111111111111")]
    [InlineData(false, "22222222-2222-4222-8222-222222222222")]
    public void A_version_is_in_the_stream_of_its_record(bool holds, string stream) =>
        Assert.Equal(holds, Holds("capture.version-captured/1", $$"""{"record":{{A}}}""", new(stream)));

    [Theory]
    [InlineData(true, $$"""{"record":{{A}},"source":{{B}}}""")]
    [InlineData(false, $$"""{"source":{{B}}}""")]
    public void Another_author(bool holds, string data) =>
        Assert.Equal(holds, Holds("capture.author-changed/1", data));

    private static bool Holds(string type, string data, Guid? stream = null)
    {
        var fact = new Fact(
            Ids.New(), stream ?? Ids.New(), 1, type, DateTimeOffset.UnixEpoch, JsonNode.Parse(data)!.AsObject(),
            FactMembers.None, null, null, Tenant);
        try
        {
            FactStatement.Parse(fact.Statement(), Tenant);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
