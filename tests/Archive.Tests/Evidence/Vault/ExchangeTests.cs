using System.Text;
using Archive.Evidence.Facts;
using Archive.Storage.Vault;

namespace Archive.Tests.Evidence.Vault;

public class ExchangeTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        var read = Exchange.Read(VaultSample.Exchange.Write());

        Assert.Equal(VaultSample.Exchange.Masked, read.Masked);
        Assert.Equal(VaultSample.Exchange.Response, read.Response);
        Assert.Equal(VaultSample.Exchange.Started, read.Started);
        Assert.Equal(200, read.Status);
    }

    [Fact]
    public void Any_changed_byte_that_still_reads_is_read_as_another_exchange()
    {
        var bytes = VaultSample.Exchange.Write();
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

    [Theory]
    [InlineData("\"masked\":[[4,3],[9,1]]", "\"masked\":[[4,3],[6,1]]")] // overlap
    [InlineData("\"masked\":[[4,3],[9,1]]", "\"masked\":[[9,1],[4,3]]")]
    [InlineData("\"masked\":[[4,3],[9,1]]", "\"masked\":[[4,0]]")]
    [InlineData("\"masked\":[[4,3],[9,1]]", "\"masked\":[[4,3,1]]")]
    [InlineData("15:00.500000Z", "15:00.5Z")]
    [InlineData("\"status\":200", "\"status\":200.0")]
    [InlineData("\"status\":200", "\"status\":3000000000")]
    [InlineData("\"status\":200", "\"status\":\"200\"")]
    [InlineData("\"status\":200,", "")]
    [InlineData("\"status\":200", "\"status\":200,\"stolen\":1")]
    [InlineData("\"method\":\"GET\"", "\"method\":\"\\ud800\"")]
    public void What_is_not_written_so_is_refused(string part, string instead)
    {
        var text = Encoding.UTF8.GetString(VaultSample.Exchange.Write());
        Assert.Contains(part, text, StringComparison.Ordinal);

        var other = Encoding.UTF8.GetBytes(text.Replace(part, instead, StringComparison.Ordinal));

        Assert.ThrowsAny<FormatException>(() => Exchange.Read(other));
    }

    [Fact]
    public void A_header_with_half_a_surrogate_pair_is_still_kept()
    {
        var bytes = (VaultSample.Exchange with { Response = [new("X", "a\uD83D")] }).Write();

        Assert.Equal("a\uFFFD", Exchange.Read(bytes).Response[0].Value);
    }
}
