using System.Text;
using Archive.Capture.Http;
using Archive.Evidence.Facts;

namespace Archive.Tests.Capture;

public class SecretMaskTests
{
    [Theory]
    [InlineData(
        "https://g.example/v1?access_token=EAAB1%7C&limit=5",
        "https://g.example/v1?access_token=********&limit=5")]
    [InlineData("https://g.example/v1?limit=5&access_token=EAAB", "https://g.example/v1?limit=5&access_token=****")]
    [InlineData("https://g.example/v1?access_token=&limit=5", "https://g.example/v1?access_token=&limit=5")]
    [InlineData(
        "https://g.example/v1?next=x%3Faccess_token%3Dabc%26limit%3D5",
        "https://g.example/v1?next=x%3Faccess_token%3D***%26limit%3D5")]
    [InlineData("https://g.example/access_token", "https://g.example/access_token")]
    public void Tokens_in_an_address_are_overwritten_with_as_many_stars(string from, string to) =>
        Assert.Equal(to, SecretMask.Url(from));

    [Theory]
    [InlineData(
        """{"data":[],"paging":{"next":"https:\/\/g.example\/?access_token=abc\u0026limit=5","cursors":{}}}""",
        """{"data":[],"paging":{"next":"https:\/\/g.example\/?access_token=***\u0026limit=5","cursors":{}}}""")]
    [InlineData(
        """{"next": "https://g.example/?api_key=abc", "items": [{"next": "https://g.example/?api_key=abc"}]}""",
        """{"next": "https://g.example/?api_key=***", "items": [{"next": "https://g.example/?api_key=abc"}]}""")]
    [InlineData("our own token 7|T0K3N/1a stands here: 7|T0K3N/1a", "our own token ********** stands here: **********")]
    [InlineData(
        """{"x":"?t=7%7CT0K3N%2F1a or 7%7cT0K3N%2f1a or 7|T0K3N\/1a"}""",
        """{"x":"?t=************** or ************** or ***********"}""")]
    public void In_a_body_our_own_secrets_and_addresses_of_pages_are(string from, string to)
    {
        var masked = SecretMask.Body(Encoding.UTF8.GetBytes(from), "7|T0K3N/1a");

        Assert.Equal(to, Encoding.UTF8.GetString(masked.Body));
        Assert.Equal(to.Where((c, i) => c != from[i]).Count(), masked.Masked.Sum(r => r.Length));
        Assert.All(masked.Masked, r => Assert.Equal(new string('*', r.Length), to.Substring(r.Offset, r.Length)));
    }

    [Theory]
    [InlineData("""{"content":"<p>https://g.example/?access_token=abc&amp;api_key=12</p>"}""")]
    [InlineData("""[{"content":"\"client_secret\": \"van mij\"","next":"https://g.example/?api_key=abc"}]""")]
    [InlineData("""{"access_token" : "written by somebody", "note":"?access_token=abc"}""")]
    [InlineData("""{"paging":"https://g.example/?api_key=abc","links":[{"next":"?api_key=abc"}]}""")]
    [InlineData("<a href=\"?client_secret=s3\">x</a>")]
    [InlineData("""{"next":"https://g.example/?access_token=never ends""")]
    [InlineData("""{"\ud800":1,"next":"https://g.example/?access_token=abc"}""")]
    public void What_people_wrote_is_not_overwritten_for_the_name_in_it(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        Assert.Same(bytes, SecretMask.Body(bytes, "7|T0K3N/1a").Body);
    }

    [Fact]
    public void What_a_question_carries_is_held_and_nothing_shorter_than_a_secret()
    {
        HttpField[] request = [new("authorization", "Bearer abcdefgh"), new("x-api-key", "kort"), new("accept", "*/*")];

        Assert.Equal(
            ["abcdefgh", "7|T0K3N/1a"],
            HeldSecrets.Of(new("https://g.example/v1?limit=500000000&access_token=7%7CT0K3N%2F1a"), request));
    }

    [Fact]
    public void Ranges_count_bytes_not_characters() =>
        Assert.Equal(
            [new ByteRange(2 + 3 + 1, 8)], SecretMask.Body(Encoding.UTF8.GetBytes("é€=abcdefgh"), "abcdefgh").Masked);

    [Fact]
    public void A_body_without_secrets_is_the_same_body()
    {
        var body = "nothing"u8.ToArray();

        Assert.Same(body, SecretMask.Body(body).Body);
    }

    [Fact]
    public void Headers_that_carry_credentials_are_overwritten_whole()
    {
        HttpField[] headers =
        [
            new("authorization", "Bearer abc"), new("set-cookie", "s=1; path=/"), new("etag", "W/\"1\""),
            new("link", "<https://g.example/?access_token=abc&page=2>; rel=\"next\""),
        ];

        Assert.Equal(
            ["**********", "***********", "W/\"1\"", "<https://g.example/?access_token=***&page=2>; rel=\"next\""],
            SecretMask.Headers(headers).Select(h => h.Value));
    }
}
