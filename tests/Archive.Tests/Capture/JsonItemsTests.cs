using System.Text;
using System.Text.Json;
using Archive.Capture.Mapping;
using Archive.Capture.Platforms.Mastodon;
using Archive.Evidence.Facts;

namespace Archive.Tests.Capture;

public class JsonItemsTests
{
    [Fact]
    public void Elements_of_an_array_keep_their_exact_bytes()
    {
        Assert.Equal(
            ["{\"a\": \"]}\\\"\"}", "7", "\"x\"", "[1,[2]]", "null", "-1.5e3"],
            Texts(" [ {\"a\": \"]}\\\"\"} ,7,\t\"x\",[1,[2]],null , -1.5e3 ]\n", b => JsonItems.OfArray(b)));
    }

    [Fact]
    public void Elements_of_named_arrays_say_which_array_they_are_in()
    {
        const string Body =
            """{"note":[9],"ancestors":[{"id":1}],"deep":{"descendants":[8]},"descendants":[{"id":2},{"id":3}]}""";

        var cut = JsonItems.OfArrays(Encoding.UTF8.GetBytes(Body), "ancestors", "descendants");

        Assert.Equal(
            ["ancestors {\"id\":1}", "descendants {\"id\":2}", "descendants {\"id\":3}"],
            cut.Items.Select(i => $"{i.Array} {Body.Substring(i.Offset, i.Length)}"));
    }

    [Fact]
    public void A_whole_answer_is_one_item_without_the_white_space_around_it() =>
        Assert.Equal(["{\"id\":\"é\"}"], Texts("\r\n {\"id\":\"é\"} \n", b => JsonItems.OfOne(b)));

    [Fact]
    public void An_empty_list_is_an_answer()
    {
        var cut = JsonItems.OfArray("[]"u8);

        Assert.True(cut.Understood);
        Assert.Empty(cut.Items);
    }

    [Theory]
    [InlineData("", NotCut.Empty)]
    [InlineData(" \n", NotCut.Empty)]
    [InlineData("\uFEFF[]", NotCut.ByteOrderMark)]
    [InlineData("<!DOCTYPE html><html><body>Log in</body></html>", NotCut.NotJson)]
    [InlineData("[{\"id\":1},{\"id\":", NotCut.Truncated)]
    [InlineData("[{\"id\":\"half a te", NotCut.Truncated)]
    [InlineData("[", NotCut.Truncated)]
    [InlineData("[1,]", NotCut.NotJson)]
    [InlineData("[1] [2]", NotCut.NotJson)]
    [InlineData("[1]x", NotCut.NotJson)]
    [InlineData("[01]", NotCut.NotJson)]
    [InlineData("[NaN]", NotCut.NotJson)]
    [InlineData("[1] // one", NotCut.NotJson)]
    [InlineData("[\"\\x\"]", NotCut.NotJson)]
    [InlineData("[\"a\nb\"]", NotCut.NotJson)]
    [InlineData("[{\"id\":1,\"id\":1}]", NotCut.DuplicateName)]
    [InlineData("[{\"id\":1,\"\\u0069d\":1}]", NotCut.DuplicateName)] // the same name, written differently
    [InlineData("[{\"\\ud800\":1}]", NotCut.BadName)]
    [InlineData("{}", NotCut.OtherShape)]
    [InlineData("{\"error\":\"This API requires an authenticated user\"}", NotCut.OtherShape)]
    [InlineData("\"text\"", NotCut.OtherShape)]
    public void What_is_no_array_is_not_cut(string body, NotCut why) =>
        Assert.Equal(why, JsonItems.OfArray(Encoding.UTF8.GetBytes(body)).Why);

    [Fact]
    public void Bytes_that_are_no_text_are_not_cut() =>
        Assert.Equal(NotCut.NotUtf8, JsonItems.OfArray([.. "[\""u8, 0xC3, 0x28, .. "\"]"u8]).Why);

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, NotCut.TooDeep)]
    [InlineData(100, NotCut.TooDeep)]
    [InlineData(1_000_000, NotCut.TooDeep)]
    public void Nesting_ends_at_64(int levels, NotCut? why) =>
        Assert.Equal(
            why,
            JsonItems.OfArray(Encoding.ASCII.GetBytes(new string('[', levels) + new string(']', levels))).Why);

    [Theory]
    [InlineData("""{"ancestors":[]}""")]
    [InlineData("""{"ancestors":[],"descendants":null}""")]
    [InlineData("""{"ancestors":[],"descendants":{}}""")]
    public void A_thread_without_both_arrays_is_not_cut(string body) =>
        Assert.Equal(
            NotCut.OtherShape,
            JsonItems.OfArrays(Encoding.UTF8.GetBytes(body), "ancestors", "descendants").Why);

    [Fact]
    public void Nul_and_half_surrogate_pairs_are_allowed_in_text() =>
        Assert.True(JsonItems.OfArray("""[{"content":"a\u0000b\ud800c\udc00"}]"""u8).Understood);

    [Theory]
    [RecordedData("own")]
    [RecordedData("theirs")]
    public void Whatever_the_bytes_nothing_is_thrown_and_what_is_cut_is_json(string whose)
    {
        var random = new Random(20261121); // the same cases every time
        var bodies = Recorded.Bodies(whose).Where(b => b.Length < 20_000).ToList();
        var understood = 0;
        for (var round = 0; round < 100_000; round++)
        {
            var body = Damaged(bodies[round % bodies.Count], random);
            var cut = (round % 3) switch
            {
                0 => JsonItems.OfOne(body),
                1 => JsonItems.OfArray(body),
                _ => JsonItems.OfArrays(body, "ancestors", "descendants"),
            };
            understood += cut.Understood ? 1 : 0;
            var end = 0;
            foreach (var item in cut.Items)
            {
                Assert.True(item.Offset >= end);
                end = item.Offset + item.Length;
                using var parsed = JsonDocument.Parse(item.In(body));
            }

            if (round % 10 == 0)
                _ = MastodonMapping.Status(body, "example.nl");
        }

        Assert.InRange(understood, 1000, 99_000); // both ends were reached
    }

    private static byte[] Damaged(byte[] whole, Random random)
    {
        var body = (byte[])whole.Clone();
        for (var change = random.Next(3); change >= 0 && body.Length > 0; change--)
        {
            var at = random.Next(body.Length);
            switch (random.Next(5))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body = body[..at];
                    break;
                case 2:
                    body = [.. body[..at], .. body[Math.Min(body.Length, at + random.Next(20))..]];
                    break;
                case 3:
                    body = [.. body[..at], .. body[random.Next(at + 1)..at], .. body[at..]];
                    break;
                default:
                    var letter = Array.FindIndex(body, at, b => b is >= (byte)'a' and <= (byte)'z');
                    if (letter >= 0)
                        body[letter] = (byte)random.Next('a', 'z');
                    break;
            }
        }

        return body;
    }

    private static string[] Texts(string body, Func<byte[], CutJson> cut)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return [.. cut(bytes).Items.Select(i => Encoding.UTF8.GetString(i.In(bytes).Span))];
    }
}
