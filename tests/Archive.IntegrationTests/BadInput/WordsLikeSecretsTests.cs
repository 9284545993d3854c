using System.Text;
using System.Text.Json.Nodes;
using Archive.Capture;
using Archive.Integrity;
using Archive.Records;
using Archive.Replay;

namespace Archive.IntegrationTests.BadInput;

/// <summary>
/// People write what looks like a secret, in every place where a status has a text; it is kept as written.
/// </summary>
public sealed class WordsLikeSecretsTests
{
    private const string Written = "https://voorbeeldstad.example/?access_token=geheim&api_key=12345";

    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_looks_like_a_secret_is_kept_word_for_word_and_stops_nothing()
    {
        await using var archive = await ArchiveUnderTest.Start(new Changed(Town(), Answered));

        // The account too; and the comment has a version from before its edit as well.
        Assert.Equal((4, 6, 0), await Counted(archive));
        Assert.Equal((0, 0, 0), await Counted(archive));

        var found = await archive.Find("");
        var versions = await archive.Get<RecordVersions>().OfRecords([.. found.Select(f => f.Record)], default);
        Assert.Equal(6, versions.Count);
        Assert.All(versions, v => Assert.Contains("access_token=geheim&api_key=12345", v.Text));
        Assert.Contains(versions, v => v.Text.Contains("\"client_secret\": \"van mij\"", StringComparison.Ordinal));
        var verified = await archive.Get<ArchiveVerification>().Run(all: true, null, default);
        Assert.True(verified.Holds, string.Join('\n', verified.Findings.Select(f => f.Message)));
        Assert.Equal(6, verified.Kept.Of(Evidence.Verification.EvidenceState.Matches));
    }

    [Fact]
    public async Task The_answer_that_is_kept_is_the_one_that_came()
    {
        var sent = new List<string>();
        await using var archive = await ArchiveUnderTest.Start(new Changed(Town(), (asked, reply) =>
        {
            var answer = Answered(asked, reply);
            sent.Add(Encoding.UTF8.GetString(answer!.Body));
            return answer;
        }));

        await archive.Visit();

        var kept = new List<string>();
        foreach (var stored in (await archive.RecordedFacts()).OfType<ResponseStored>())
            kept.Add(Encoding.UTF8.GetString(await KeptAnswers.Body(archive, stored.Object)));
        Assert.Equal(sent.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
    }

    private static async Task<(int Records, int Versions, int Gaps)> Counted(ArchiveUnderTest archive)
    {
        var counts = await archive.Visit();
        return (counts.NewRecords, counts.NewVersions, counts.Gaps);
    }

    private static WrittenPlatform Town()
    {
        var platform = new WrittenPlatform();
        platform.Accounts["gemeente"]["note"] = $"Meld het op {Written}";
        platform.Write("a", $"<p>Open {Html(Written)} voor de kaart.</p>", Noon);
        platform.Write(
            "b", $"<p>Het stond er zo: {{\"client_secret\": \"van mij\"}} en {Html(Written)}</p>", Noon.AddMinutes(1),
            by: "samira", answers: "a")["edited_at"] = "2026-03-02T12:05:00.000Z";
        platform.Write("c", $"<p>{Html(Written)}</p>", Noon.AddMinutes(2))["edited_at"] = "2026-03-02T12:09:00.000Z";
        return platform;
    }

    /// <summary>Histories, which a platform has of what was edited.</summary>
    private static Reply? Answered(Question asked, Reply? reply)
    {
        var id = asked.Path.Split('/') is ["", "api", "v1", "statuses", var of, "history"] ? of : null;
        return id is "b" or "c" ? Reply.Json(200, new JsonArray(Entry(id, 0), Entry(id, 1)), Origin.Sample) : reply;
    }

    private static JsonObject Entry(string id, int edit) => new()
    {
        ["content"] = $"<p>Versie {edit}: {Html(Written)}</p>",
        ["spoiler_text"] = "",
        ["sensitive"] = false,
        ["created_at"] = $"2026-03-02T12:0{(edit == 0 ? 2 : id == "b" ? 5 : 9)}:00.000Z",
        ["account"] = new JsonObject
        {
            ["id"] = id == "b" ? "2" : "1",
            ["acct"] = id == "b" ? "samira" : "gemeente",
            ["display_name"] = id == "b" ? "samira" : "Gemeente Voorbeeldstad",
        },
        ["media_attachments"] = new JsonArray(),
        ["emojis"] = new JsonArray(),
    };

    private static string Html(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal);
}
