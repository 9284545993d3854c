using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Archive.Tests.Evidence.Log;

/// <summary>
/// Which sets of vectors others made there are, and how many each has: a set that is added, or grows, is not passed
/// over. Where they run: Rfc6962Tests (merkle), Ed25519Tests (CCTV), ForeignLogTests (Tessera, the two logs), here
/// (time-stamp).
/// </summary>
public sealed class VectorSetsTests
{
    private const string Stamp = "vectors/self-generated/rfc3161";

    [FixtureFact]
    public void Every_set_is_known() => Assert.Equal(
        // mdto is of metadata
        ["c2sp-cctv-ed25519", "mdto", "self-generated", "tessera-testlog", "transparency-dev-merkle"],
        Directory.GetDirectories(Fixtures.At("vectors")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [FixtureTheory]
    [InlineData("transparency-dev-merkle/testdata/inclusion", "*.json", 98)]
    [InlineData("transparency-dev-merkle/testdata/consistency", "*.json", 98)]
    [InlineData("c2sp-cctv-ed25519", "*.json", 1)] // of 914 cases
    [InlineData("tessera-testlog/testdata/log", "checkpoint*", 17)]
    [InlineData("self-generated/log-257", "*.tlog-proof", 5)]
    [InlineData("self-generated/log-70000", "*.tlog-proof", 6)]
    [InlineData("self-generated/rfc3161", "*", 3)]
    public void Every_set_has_as_many_as_the_tests_run(string set, string pattern, int files) =>
        Assert.Equal(
            files,
            Directory.GetFiles(Fixtures.At($"vectors/{set}"), pattern, SearchOption.AllDirectories).Length);

    /// <summary>Trees cut out of other trees, which no log of ours has, are the only vectors left out.</summary>
    [FixtureFact]
    public void What_is_left_out_of_the_merkle_vectors_is_of_subtrees() => Assert.Equal(
        ["consistency", "inclusion", "subtreeconsistency", "subtreeinclusion"],
        Directory.GetDirectories(Fixtures.At("vectors/transparency-dev-merkle/testdata")).Select(Path.GetFileName)
            .Order(StringComparer.Ordinal));

    [FixtureFact]
    public void The_time_stamp_is_over_the_checkpoint_and_no_changed_byte_of_that_passes()
    {
        var checkpoint = Fixtures.Bytes($"{Stamp}/checkpoint.txt");
        Assert.True(Rfc3161TimestampToken.TryDecode(Fixtures.Bytes($"{Stamp}/token.der"), out var token, out _));

        Assert.True(token!.VerifySignatureForData(checkpoint, out var signer));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore
            .Add(X509CertificateLoader.LoadCertificateFromFile(Fixtures.At($"{Stamp}/cacert.pem")));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.8"));
        chain.ChainPolicy.VerificationTime = token.TokenInfo.Timestamp.UtcDateTime;
        Assert.True(chain.Build(signer!));

        for (var i = 0; i < checkpoint.Length; i++)
        {
            checkpoint[i] ^= 1;
            Assert.False(token.VerifySignatureForData(checkpoint, out _));
            checkpoint[i] ^= 1;
        }
    }
}
