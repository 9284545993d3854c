using System.Text;
using System.Text.Json.Nodes;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Facts;

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
        Assert.Throws<MalformedException>(() => CanonicalJson.Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData(new byte[] { (byte)'"', 0xE9, (byte)'"' })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xE9, (byte)'"', (byte)':', (byte)'1', (byte)'}' })]
    public void Bytes_that_are_not_utf8_are_refused(byte[] json) =>
        Assert.Throws<MalformedException>(() => CanonicalJson.Read(json));

    /// <summary>From RFC 8785 section 3.2.3 and appendix B, as far as our formats allow them.</summary>
    [Theory]
    [InlineData("""{ "bb" : 1, "a" : [ ], "c" : { } }""", """{"a":[],"bb":1,"c":{}}""")]
    [InlineData("""{"a":1,"\"":2,"B":3}""", """{"\"":2,"B":3,"a":1}""")]
    [InlineData(
        """{"\ufb33":1,"\ud83d\ude00":2,"\u20ac":3,"\r":4,"\u00f6":5}""",
        "{\"\\r\":4,\"ö\":5,\"€\":3,\"😀\":2,\"\ufb33\":1}")]
    [InlineData("""["\u00e9\/\u000f\n\u0022\\\u007f"]""", "[\"é/\\u000f\\n\\\"\\\\\u007f\"]")]
    [InlineData("[-0,9007199254740991,-9007199254740991]", "[0,9007199254740991,-9007199254740991]")]
    [InlineData("""{"z":{"y":[{"b":1,"a":2}],"x":true}}""", """{"z":{"x":true,"y":[{"a":2,"b":1}]}}""")]
    public void Both_writers_give_the_canonical_form(string json, string canonical)
    {
        Assert.Equal(canonical, Encoding.UTF8.GetString(CanonicalJson.Form(Encoding.UTF8.GetBytes(json))));
        Assert.Equal(canonical, Encoding.UTF8.GetString(CanonicalJson.Write(JsonNode.Parse(json)!)));
    }

    [Fact]
    public void A_member_that_is_there_twice_is_refused_in_any_order() => Assert.Throws<MalformedException>(
        () => CanonicalJson.Form("""{"a":1,"b":2,"\u0061":3}"""u8));

    [Fact]
    public void Members_stand_by_the_code_units_of_their_names_however_many_there_are()
    {
        string[] letters = ["a", "b", "B", "-", "0", "é", "\uE000", "𝄞", "\u007f", "z"];
        var random = new Random(20261201);
        for (var count = 2; count < 80; count++)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            while (names.Count < count)
                names.Add(string.Concat(random.GetItems(letters, random.Next(1, 5))));
            string Object(IEnumerable<string> ordered) => $"{{{string.Join(',', ordered.Select(n => $"\"{n}\":1"))}}}";

            var canonical = CanonicalJson.Form(Encoding.UTF8.GetBytes(Object(names)));

            Assert.Equal(Object(names.Order(StringComparer.Ordinal)), Encoding.UTF8.GetString(canonical));
            Assert.Throws<MalformedException>(
                () => CanonicalJson.Form(Encoding.UTF8.GetBytes(Object(names.Append(names.First())))));
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_in_values_that_were_never_json() =>
        Assert.Throws<MalformedException>(() => CanonicalJson.Write(new JsonObject { ["a"] = "x\ud800y" }));

    [Fact]
    public void A_value_may_be_63_deep_and_no_deeper()
    {
        static byte[] Around(int depth, string value) =>
            Encoding.ASCII.GetBytes(new string('[', depth) + value + new string(']', depth));
        static byte[] Nested(int depth) => Encoding.ASCII.GetBytes(new string('[', depth) + new string(']', depth));

        Assert.Equal(Nested(63), CanonicalJson.Form(Nested(63)));
        Assert.Throws<MalformedException>(() => CanonicalJson.Form(Nested(64)));
        Assert.NotEmpty(CanonicalJson.Form(Around(62, "1")));
        Assert.Throws<MalformedException>(() => CanonicalJson.Form(Around(63, "1"))); // a number has a depth too
        Assert.Throws<MalformedException>(() => CanonicalJson.Read(Around(63, "true")));
        Assert.Throws<MalformedException>(() => CanonicalJson.Form(Nested(63), depth: 2));
        Assert.Throws<MalformedException>(
            () => CanonicalJson.Write(JsonNode.Parse(Nested(64), documentOptions: new() { MaxDepth = 100 })!));
    }
}
