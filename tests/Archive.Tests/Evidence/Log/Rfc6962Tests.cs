using System.Text.Json;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;

namespace Archive.Tests.Evidence.Log;

public class Rfc6962Tests
{
    private const string Vectors = "vectors/transparency-dev-merkle/testdata";

    /// <summary>
    /// The eight leaves and the roots that every implementation since Certificate Transparency is tested with.
    /// </summary>
    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void The_root_of_the_known_leaves_is_the_known_root(int leaves, string root)
    {
        string[] known =
            ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

        var hashes = known.Take(leaves).Select(leaf => Rfc6962.LeafHash(Convert.FromHexString(leaf)));

        Assert.Equal(root, Convert.ToHexStringLower(Rfc6962.Root(hashes)));
    }

    /// <summary>openssl dgst -sha256 over 00 and 600 times 61.</summary>
    [Fact]
    public void A_long_leaf_is_hashed_like_a_short_one() => Assert.Equal(
        "cf24720030ca6fa446addf6b8b2773f64adfaec964bc34d606d3786f198d6126",
        Convert.ToHexStringLower(Rfc6962.LeafHash(Enumerable.Repeat((byte)'a', 600).ToArray())));

    [FixtureFact]
    public void Every_inclusion_vector_is_judged_as_it_says()
    {
        var wrong = new List<string>();
        var files = Directory.GetFiles(Fixtures.At($"{Vectors}/inclusion"), "*.json", SearchOption.AllDirectories);
        foreach (var file in files)
        {
            var vector = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
            var holds = Rfc6962.VerifyInclusion(
                vector.GetProperty("leafIdx").GetUInt64(),
                vector.GetProperty("treeSize").GetUInt64(),
                Hash(vector, "leafHash"),
                Proof(vector),
                Hash(vector, "root"));
            if (holds == vector.GetProperty("wantErr").GetBoolean())
                wrong.Add(file);
        }

        Assert.Equal([], wrong);
        Assert.Equal(98, files.Length);
    }

    [FixtureFact]
    public void Every_consistency_vector_is_judged_as_it_says()
    {
        var wrong = new List<string>();
        var files = Directory.GetFiles(Fixtures.At($"{Vectors}/consistency"), "*.json", SearchOption.AllDirectories);
        foreach (var file in files)
        {
            var vector = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
            var holds = Rfc6962.VerifyConsistency(
                vector.GetProperty("size1").GetUInt64(),
                vector.GetProperty("size2").GetUInt64(),
                Proof(vector),
                Hash(vector, "root1"),
                Hash(vector, "root2"));
            if (holds == vector.GetProperty("wantErr").GetBoolean())
                wrong.Add(file);
        }

        Assert.Equal([], wrong);
        Assert.Equal(98, files.Length);
    }

    private static byte[] Hash(JsonElement vector, string name) =>
        vector.GetProperty(name) is { ValueKind: JsonValueKind.String } hash ? hash.GetBytesFromBase64() : [];

    private static byte[][] Proof(JsonElement vector) =>
        vector.GetProperty("proof") is { ValueKind: JsonValueKind.Array } proof
            ? [.. proof.EnumerateArray().Select(hash => hash.GetBytesFromBase64())]
            : [];
}
