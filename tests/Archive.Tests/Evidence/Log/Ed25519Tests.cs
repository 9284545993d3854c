using System.Text;
using System.Text.Json;
using Archive.Evidence;
using Archive.Evidence.Notes;

namespace Archive.Tests.Evidence.Log;

public class Ed25519Tests
{
    /// <summary>RFC 8032 section 7.1, tests 1 and 2.</summary>
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    public void The_examples_of_the_RFC_hold(string seed, string publicKey, string message, string signature)
    {
        var signed = Ed25519.Sign(Convert.FromHexString(seed), Convert.FromHexString(message));

        Assert.Equal(publicKey, Convert.ToHexStringLower(Ed25519.PublicKey(Convert.FromHexString(seed))));
        Assert.Equal(signature, Convert.ToHexStringLower(signed));
        Assert.True(Ed25519.Verify(Convert.FromHexString(publicKey), Convert.FromHexString(message), signed));
    }

    /// <summary>All eight; golden.py beside the tests of exports adds each to itself three times.</summary>
    [Theory]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa")]
    public void A_point_of_small_order_is_no_key(string point)
    {
        var key = Convert.FromHexString(point);
        byte[] other = [.. key];
        other[5] ^= 1;

        Assert.Throws<MalformedException>(() => new NoteKey("archive.example/log/a", NoteSignatureType.Ed25519, key));
        Assert.Throws<MalformedException>(() => new NoteKey("getuige", NoteSignatureType.Cosignature, key));
        Assert.False(Ed25519.IsOfSmallOrder(other));
        Assert.NotNull(new NoteKey("archive.example/log/a", NoteSignatureType.Ed25519, other));
    }

    /// <summary>
    /// OpenSSL alone accepts 208 of these edge cases; the 36 that we refuse have a key that is not canonical.
    /// </summary>
    [FixtureFact]
    public void Of_the_914_edge_cases_172_are_accepted()
    {
        var vectors = JsonDocument.Parse(Fixtures.Bytes("vectors/c2sp-cctv-ed25519/ed25519vectors.json")).RootElement;

        var accepted = vectors.EnumerateArray().Where(Verifies).ToList();

        Assert.Equal(914, vectors.GetArrayLength());
        Assert.Equal(172, accepted.Count);
        Assert.DoesNotContain(accepted, vector => Flags(vector).Contains("non_canonical_A"));
    }

    [Theory]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", true)] // p - 1
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false)] // p
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false)] // p, with the sign bit
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false)] // 2^255 - 1
    [InlineData("edfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe7f", true)] // a digit below
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false)] // a byte short
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000", true)] // x = 0
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080", false)] // x = -0
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false)] // x = -0, y = p - 1
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707519a", true)] // a sign bit, x not 0
    public void A_key_has_one_canonical_form(string key, bool canonical) =>
        Assert.Equal(canonical, Ed25519.IsCanonical(Convert.FromHexString(key)));

    private static bool Verifies(JsonElement vector) => Ed25519.Verify(
        Convert.FromHexString(vector.GetProperty("key").GetString()!),
        Encoding.UTF8.GetBytes(vector.GetProperty("msg").GetString()!),
        Convert.FromHexString(vector.GetProperty("sig").GetString()!));

    private static IEnumerable<string?> Flags(JsonElement vector) =>
        vector.GetProperty("flags") is { ValueKind: JsonValueKind.Array } flags
            ? flags.EnumerateArray().Select(flag => flag.GetString())
            : [];
}
