using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Archive.Capture;
using Archive.Capture.Mapping;
using Archive.Capture.Platforms.Mastodon;

namespace Archive.Tests.Capture;

/// <summary>What an account says of itself, and nothing that changes by itself.</summary>
public class MastodonAccountMappingTests
{
    [Fact]
    public void An_account_has_its_name_biography_fields_and_pictures() => Assert.Equal(
        [
            "platform-id=1", "url=https://a.nl/@stad", "author-id=1", "author-handle=@stad@example.nl",
            "author-name=De Stad", "posted-at=2019-05-01T00:00:00.000000Z",
            "text/0=Nieuws", "text/1= ", "text/2=van", "text/3= ", "text/4=@ann", "text/5= ", "text/6=#water",
            "text/7=\n\n", "text/8=https://x.nl/heel/lang",
            "link/0=https://x.nl/heel/lang", "link/1=https://stad.nl/", "tag/0=water",
            "mention/0=@ann@b.nl", "mention/1=@wethouder@example.nl",
            "media/0/type=avatar", "media/0/alt/0=Het", "media/0/alt/1= ", "media/0/alt/2=wapen", "media/1/type=header",
            "mastodon/bot=true",
            "mastodon/field/name/0=Website", "mastodon/field/name/1=Wethouder", "mastodon/field/name/3=Leeg",
            "mastodon/field/value/0=https://stad.nl", "mastodon/field/value/1=@wethouder",
            "mastodon/field/value/4=zonder naam",
            "mastodon/locked=true", "mastodon/uri=https://a.nl/users/stad",
        ],
        Members(Mapped(a =>
        {
            a["note"] = """
                <p>Nieuws van <a href="https://b.nl/@ann" class="u-url mention">@<span>ann</span></a>
                <a href="https://a.nl/tags/water" class="mention hashtag" rel="tag">#<span>water</span></a></p>
                <p><a href="https://x.nl/heel/lang"><span class="invisible">https://</span><span
                class="ellipsis">x.nl/heel</span><span class="invisible">/lang</span></a></p>
                """;
            a["fields"] = JsonNode.Parse("""
                [{"name":"Website","value":"<a href=\"https://stad.nl/\">https://stad.nl</a>","verified_at":null},
                {"name":"Wethouder","value":"<a href=\"https://example.nl/@w\" class=\"u-url mention\">@wethouder</a>"},
                {"name":"","value":""},{"name":"Leeg","value":""},{"name":"","value":"zonder naam"}]
                """);
            a["bot"] = true;
            a["locked"] = true;
            a["avatar"] = "https://files.a.nl/wapen.png";
            a["avatar_description"] = "Het wapen";
            a["header"] = "https://files.a.nl/lucht.png";
        })));

    [Fact]
    public void An_account_that_moved_says_where_and_not_what_the_other_calls_itself()
    {
        var mapped = Mapped(a => a["moved"] = JsonNode.Parse("""
            {"id":"99","acct":"stad@nieuw.example","username":"stad","display_name":"Stad",
            "url":"https://nieuw.example/@stad","note":"<p>Hier</p>","created_at":"2026-01-01T00:00:00.000Z"}
            """));

        Assert.Equal(
            [
                "mastodon/moved/author-handle=@stad@nieuw.example", "mastodon/moved/author-id=99",
                "mastodon/moved/url=https://nieuw.example/@stad", "mastodon/uri=https://a.nl/users/stad",
            ],
            Members(mapped).Where(m => m.StartsWith("mastodon/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("suspended")]
    [InlineData("limited")]
    [InlineData("memorial")]
    public void What_the_server_says_of_it_is_taken(string said) =>
        Assert.Contains($"mastodon/{said}=true", Members(Mapped(a => a[said] = true)));

    [Fact]
    public void What_changes_by_itself_makes_no_other_content()
    {
        var changed = Mapped(a =>
        {
            a["followers_count"] = 12;
            a["following_count"] = 3;
            a["statuses_count"] = 1L << 53; // more than a fact can hold
            a["last_status_at"] = "2026-11-20";
            a["emojis"] = new JsonArray(new JsonObject());
            a["roles"] = new JsonArray(new JsonObject());
            a["discoverable"] = true;
            a["indexable"] = true;
            a["suspended"] = false;
            a["moved"] = null;
            a["avatar"] = "https://files.a.nl/avatars/original/missing.png";
            a["header"] = "https://a.nl/assets/default_header.webp";
            a["header_description"] = "Flat gray background (default header).";
        });

        Assert.Equal(Members(Mapped(_ => { })), Members(changed));
        Assert.Equal([new(Measure.Followers, 12), new(Measure.Following, 3)], changed.Figures);
        Assert.Empty(changed.Media);
    }

    [Fact]
    public void A_picture_at_no_address_is_one_that_did_not_come() =>
        Assert.Equal([new(0, null)], Mapped(a => a["avatar"] = "wapen.png").Media);

    [Theory]
    [InlineData("id", null, "$.id", "is missing")]
    [InlineData("id", "\"\\u0007\"", "$.id", "is no id")]
    [InlineData("acct", null, "$.acct", "is missing")]
    [InlineData("created_at", null, "$.created_at", "is missing")]
    [InlineData("created_at", "\"gisteren\"", "$.created_at", "is no moment")]
    [InlineData("note", "{}", "$.note", "is no text")]
    [InlineData("fields", "{}", "$.fields", "is no array")]
    [InlineData("fields", "[\"a\"]", "$.fields[0]", "is no object")]
    [InlineData("fields", "[{\"name\":1}]", "$.fields[0].name", "is no text")]
    [InlineData("fields", "[{\"name\":\"a\",\"value\":[]}]", "$.fields[0].value", "is no text")]
    [InlineData("bot", "\"no\"", "$.bot", "is neither true nor false")]
    [InlineData("moved", "\"elders\"", "$.moved", "is no object")]
    [InlineData("moved", "{\"id\":\"1\"}", "$.moved.acct", "is missing")]
    [InlineData("avatar", "5", "$.avatar", "is no text")]
    [InlineData("followers_count", "-1", "$.followers_count", "is no count")]
    public void What_is_not_understood_says_where(string field, string? value, string path, string reason)
    {
        var account = Account();
        account.Remove(field);
        var json = account.ToJsonString();
        if (value is not null)
            json = $"{{\"{field}\":{value},{json[1..]}";

        Assert.Equal(new(path, reason), Read(json).Trouble);
    }

    [Theory]
    [InlineData(300_000, "<div>")]
    [InlineData(10_000_000, "x")]
    public void A_biography_that_no_one_could_write_is_not_read(int times, string part) => Assert.Equal(
        new("$.note", "is larger than a biography can be"),
        Read(With(a => a["note"] = string.Concat(Enumerable.Repeat(part, times)))).Trouble);

    [Fact]
    public void A_field_that_no_one_could_write_is_not_read() => Assert.Equal(
        new("$.fields[0].value", "is larger than a field can be"),
        Read(With(a => a["fields"] = new JsonArray(
            new JsonObject { ["name"] = "a", ["value"] = new string('x', 2_000_000) }))).Trouble);

    [Theory]
    [RecordedData("own-mastodon/paging.json", "116500000000000001", "@gemeente@example.nl", "", 0)]
    [RecordedData("own-gotosocial/status_post.json", "01JD0Q0GEMEENTE00000000000", "@gemeente@example.nl", "", 0)]
    [RecordedData(
        "own-hollo/status_post.json", "5f0c3b52-6a3e-4a8e-9d55-0d2f4c1a0001", "@gemeente@example.nl", "", 0)]
    [RecordedData("mastodon/test_status_reply.json", "117020566092212359", "@mastodonpy_test_2@example.nl", "", 0)]
    [RecordedData("mastodon/test_fetch_next_previous.json", "117020565966271181", "@mastodonpy_test@example.nl",
        "I walk funny", 2)]
    [RecordedData("live_mastodon_gotosocial/status_post.json", "016K0J5SDKA8BDJDFSP243GHAT",
        "@cityhall@example.nl", "", 0)]
    [RecordedData("live_mastodon_hollo/status_post.json", "bfd6924d-80a9-4fa2-939e-3e5cf3cb1dae",
        "@cityhall@example.nl", "bio", 0)]
    public void The_account_of_a_recorded_server_is_read(
        string file, string id, string handle, string biography, int pictures)
    {
        using var answer = JsonDocument.Parse(Recorded.Exchange(file).Body);
        var account = answer.RootElement.TryGetProperty("account", out var author) ? author : answer.RootElement;

        var mapped = Read(account.GetRawText()).Value!;

        Assert.Equal((RecordKind.Account, "account", id), (mapped.Kind, mapped.IdKind, mapped.PlatformId));
        Assert.Equal((handle, biography), (mapped.Bare.AuthorHandle, mapped.Bare.Text));
        Assert.Equal(pictures, mapped.Media.Count);
        Assert.Equal(
            [Measure.Followers, Measure.Following, Measure.Posts], mapped.Figures.Select(f => f.Measure));
        mapped.Bare.Members(MastodonMapping.Name);
    }

    [Fact]
    public void A_mapper_that_reads_no_accounts_says_that_it_does_not() =>
        Assert.NotNull(((IMapper)new Bare()).Account(new byte[1], "example.nl").Trouble);

    private static MappedItem Mapped(Action<JsonObject> change)
    {
        var reading = Read(With(change));
        return reading.Value ?? throw new InvalidOperationException(reading.Trouble!.ToString());
    }

    private static Reading<MappedItem> Read(string json) =>
        MastodonAccountMapping.Account(Encoding.UTF8.GetBytes(json), "example.nl");

    private static IEnumerable<string> Members(MappedItem account) =>
        account.Bare.Members(MastodonMapping.Name).Select(m => $"{m.Path}={m.Value}");

    private static string With(Action<JsonObject> change)
    {
        var account = Account();
        change(account);
        return account.ToJsonString();
    }

    private static JsonObject Account() => JsonNode.Parse("""
        {"id":"1","username":"stad","acct":"stad","display_name":"De Stad","locked":false,"bot":false,
        "created_at":"2019-05-01T00:00:00.000Z","note":"","url":"https://a.nl/@stad","uri":"https://a.nl/users/stad",
        "followers_count":0,"following_count":0,"statuses_count":0,"fields":[]}
        """)!.AsObject();

    private sealed class Bare : IMapper
    {
        public Archive.Evidence.Content.MapperName Name => new("bare/1");

        public Reading<MappedItem> Read(
            ReadFrom from, IReadOnlyList<ReadOnlyMemory<byte>> pieces, string domain) =>
            throw new NotSupportedException();
    }
}
