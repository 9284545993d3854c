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
    [InlineData(
        """{"next":"https:\/\/g.example\/?access_token=abc\u0026limit=5"}""",
        """{"next":"https:\/\/g.example\/?access_token=***\u0026limit=5"}""")]
    [InlineData("""{"access_token" : "a\"bc", "id":"1"}""", """{"access_token" : "*****", "id":"1"}""")]
    [InlineData("""{"access_token":null,"access_token_url":"x"}""", """{"access_token":null,"access_token_url":"x"}""")]
    [InlineData("<a href=\"?client_secret=s3\">x</a>", "<a href=\"?client_secret=**\">x</a>")]
    [InlineData("our own token T0K3N stands here: T0K3N", "our own token ***** stands here: *****")]
    [InlineData("""{"access_token":"never ends""", """{"access_token":"**********""")]
    [InlineData("access_token", "access_token")]
    public void Tokens_are_overwritten_with_as_many_stars(string from, string to)
    {
        var masked = SecretMask.Body(Encoding.UTF8.GetBytes(from), "T0K3N");

        Assert.Equal(to, Encoding.UTF8.GetString(masked.Body));
        Assert.Equal(to.Where((c, i) => c != from[i]).Count(), masked.Masked.Sum(r => r.Length));
        Assert.All(masked.Masked, r => Assert.Equal(new string('*', r.Length), to.Substring(r.Offset, r.Length)));
    }

    [Fact]
    public void Ranges_count_bytes_not_characters() =>
        Assert.Equal(
            [new ByteRange(2 + 3 + 13, 3)], SecretMask.Body(Encoding.UTF8.GetBytes("é€access_token=abc")).Masked);

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
