using System.Text;
using Archive.Evidence;

namespace Archive.Tests.Evidence;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("{\"a\":\"\\ud800\"}")] // half a surrogate pair
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"a\":1,\"\\u0061\":1}")] // the same name, written in two ways
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("{\"a\":null}")]
    [InlineData("{\"a\":1.0}")]
    [InlineData("{\"a\":9007199254740992}")]
    [InlineData("{\"b\":1,\"a\":1}")]
    [InlineData("{\"a\": 1}")]
    [InlineData("\"\\u00e9\"")]
    [InlineData("")]
    public void What_is_not_canonical_is_refused(string json) =>
        Assert.Throws<FormatException>(() => CanonicalJson.Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData(new byte[] { (byte)'"', 0xE9, (byte)'"' })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xE9, (byte)'"', (byte)':', (byte)'1', (byte)'}' })]
    public void Bytes_that_are_not_utf8_are_refused(byte[] json) =>
        Assert.Throws<FormatException>(() => CanonicalJson.Read(json));
}
