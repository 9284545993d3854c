using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Vault;

namespace Archive.Tests.Evidence.Vault;

public class ExchangeTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        var read = Assert.IsType<PlatformResponse>(Exchange.Read(VaultSample.Exchange.Write()));

        Assert.Equal(VaultSample.Exchange.Sent!.Bytes, read.Sent!.Bytes);
        Assert.Equal(VaultSample.Exchange.Masked, read.Masked);
        Assert.Equal(VaultSample.Exchange.Response, read.Response);
        Assert.Equal(VaultSample.Exchange.Started, read.Started);
        Assert.Equal(200, read.Status);
    }

    [Fact]
    public void Any_changed_byte_that_still_reads_is_read_as_another_exchange()
    {
        foreach (var exchange in new Exchange[] { VaultSample.Exchange, VaultSample.Given, VaultSample.Pushed })
            EachByteChanged(exchange.Write());
    }

    private static void EachByteChanged(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            var changed = bytes.ToArray();
            changed[at] ^= 0x01;
            try
            {
                Assert.Equal(changed, Exchange.Read(changed).Write());
            }
            catch (FormatException)
            {
            }
        }
    }

    [Fact]
    public void One_range_may_begin_where_another_ends()
    {
        var bytes = (VaultSample.Exchange with { Masked = [new(1, 1), new(2, 1)] }).Write();

        Assert.Equal([new(1, 1), new(2, 1)], Exchange.Read(bytes).Masked);
    }

    [Theory]
    [InlineData("\"masked\":[[1,2]],\"method\"", "\"masked\":[[1,2],[2,1]],\"method\"")] // overlap
    [InlineData("\"masked\":[[1,2]],\"method\"", "\"masked\":[[9,1],[1,2]],\"method\"")]
    [InlineData("\"masked\":[[1,2]],\"method\"", "\"masked\":[[1,0]],\"method\"")]
    [InlineData("\"masked\":[[1,2]],\"method\"", "\"masked\":[[1,2,1]],\"method\"")]
    [InlineData("15:00.500000Z", "15:00.5Z")]
    [InlineData("\"status\":200", "\"status\":200.0")]
    [InlineData("\"status\":200", "\"status\":3000000000")]
    [InlineData("\"status\":200", "\"status\":99")]
    [InlineData("\"status\":200", "\"status\":\"200\"")]
    [InlineData("\"status\":200,", "")]
    [InlineData("\"status\":200", "\"status\":200,\"stolen\":1")]
    [InlineData("\"method\":\"POST\"", "\"method\":\"\\ud800\"")]
    [InlineData("\"method\":\"POST\"", "\"method\":\"Post\"")]
    [InlineData("\"came\":\"asked\"", "\"came\":\"bought\"")]
    [InlineData("\"came\":\"asked\"", "\"came\":\"pushed\"")]
    [InlineData("\"came\":\"asked\",", "")]
    [InlineData(
        "{\"body\":\"bGltaXQ9NDAmYWNjZXNzX3Rva2VuPSoqKioqKioq\",\"masked\":[[22,8]]}",
        "{\"body\":\"\",\"masked\":[]}")]
    [InlineData("\"masked\":[[22,8]]", "\"masked\":[[22,9]]")] // beyond its end
    [InlineData("\"masked\":[[22,8]]", "\"masked\":[[21,8]]")] // not overwritten
    [InlineData("PSoqKioqKioq", "PSoqKioqKior")]
    public void What_is_not_written_so_is_refused(string part, string instead) =>
        Refused(VaultSample.Exchange, part, instead);

    [Theory]
    [InlineData("\"by\":\"0f1ce000-1111-4222-8333-444444444444\"", "\"by\":\"0F1CE000-1111-4222-8333-444444444444\"")]
    [InlineData("\"by\":\"0f1ce000-1111-4222-8333-444444444444\"", "\"by\":\"0f1ce000-1111-1222-8333-444444444444\"")]
    [InlineData("\"name\":\"export.zip\"", "\"name\":\"\"")]
    [InlineData("\"entry\":\"your_activity/posts_1.json\"", "\"entry\":\"\"")]
    [InlineData("\"masked\":[]", "\"masked\":[],\"method\":\"GET\"")]
    [InlineData("\"came\":\"given\"", "\"came\":\"asked\"")]
    public void A_file_given_in_that_is_not_written_so_is_refused(string part, string instead) =>
        Refused(VaultSample.Given, part, instead);

    [Theory]
    [InlineData("\"verified\":true", "\"verified\":1")]
    [InlineData("\"key\":\"0be70000-1111-4222-8333-444444444444\",", "")] // verified by nothing
    [InlineData("{\"header\":\"x-hub-signature-256\"", "{\"header\":\"x-hub-signature\"")]
    [InlineData("[\"content-type\",", "[\"x-hub-signature-256\",")]
    [InlineData("\"signature\":{", "\"signature\":{\"algorithm\":\"hmac\",")]
    public void A_push_that_is_not_written_so_is_refused(string part, string instead) =>
        Refused(VaultSample.Pushed, part, instead);

    [Fact]
    public void What_was_overwritten_lies_in_the_body()
    {
        Assert.True(VaultSample.Exchange.IsOf(3));
        Assert.False(VaultSample.Exchange.IsOf(2));
        Assert.True(VaultSample.Given.IsOf(0));
    }

    [Fact]
    public void A_question_is_no_upload()
    {
        var most = VaultSample.Exchange with { Sent = new(new byte[SentBody.Most], []) };

        Assert.Equal(most.Write(), Exchange.Read(most.Write()).Write());
        Assert.Throws<MalformedException>(
            () => (most with { Sent = new(new byte[SentBody.Most + 1], []) }).Write());
    }

    private static void Refused(Exchange exchange, string part, string instead)
    {
        var text = Encoding.UTF8.GetString(exchange.Write());
        Assert.Contains(part, text, StringComparison.Ordinal);

        var other = Encoding.UTF8.GetBytes(text.Replace(part, instead, StringComparison.Ordinal));

        Assert.ThrowsAny<FormatException>(() => Exchange.Read(other));
    }

    [Fact]
    public void A_header_with_half_a_surrogate_pair_is_still_kept()
    {
        var bytes = (VaultSample.Exchange with { Response = [new("X", "a\uD83D")] }).Write();

        Assert.Equal("a\uFFFD", Assert.IsType<PlatformResponse>(Exchange.Read(bytes)).Response[0].Value);
    }
}
