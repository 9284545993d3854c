using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Archive.Evidence;
using Archive.Evidence.Cms;
using Archive.Evidence.Facts;
using Archive.Evidence.Verification;
using Archive.Tests.Architecture;

namespace Archive.Tests.Evidence.TimeStamps;

/// <summary>The token of docs/evidence-format.md, which `openssl ts` made, is what we read in it.</summary>
public sealed class ExampleTokenTests
{
    private static readonly string Folder = System.IO.Path
        .Combine(DirectionTests.Root, "tests/Archive.Tests/Evidence/TimeStamps");

    private static readonly byte[] Example = File.ReadAllBytes(System.IO.Path.Combine(Folder, "example.tst"));

    [Fact]
    public void It_is_over_the_documented_digest_and_before_the_documented_moment()
    {
        var token = TimeStampToken.Read(Example);

        Assert.Equal(940, Example.Length);
        Assert.Equal(Digest.Parse("3a18863d858d1765598c38e010e1b3cd6fce7231df4b9a8b0e7a035f8e5abf13"), token.Imprint);
        Assert.Equal(
            new DateTimeOffset(2026, 11, 21, 10, 35, 57, TimeSpan.Zero).AddMilliseconds(883),
            token.ExistedBy);
        Assert.Equal(["CN=Voorbeelddienst", "CN=Voorbeeldstam"], Path(token)!.Select(c => c.Subject));
    }

    [Fact]
    public void No_byte_of_it_can_be_changed_none_left_out_and_none_added()
    {
        for (var at = 0; at < Example.Length; at++)
        {
            byte[] flipped = [.. Example];
            flipped[at] ^= (byte)(1 << (at % 8));
            Assert.False(Holds(flipped), $"byte {at}");
        }

        Assert.True(Holds(Example));
        Assert.False(Holds([.. Example, 0]));
        Assert.False(Holds(Example[..^1]));
        Assert.False(Holds([]));
    }

    [Fact]
    public void The_moment_is_the_one_that_is_written_to_the_microsecond()
    {
        var second = new DateTimeOffset(2026, 11, 21, 10, 35, 57, TimeSpan.Zero);
        for (var at = 0; at < 1_000_000; at += at < 100_000 ? 1000 : 997)
        {
            var written = second.AddMicroseconds(at);
            var info = new Rfc3161TimestampTokenInfo(
                new Oid("1.2.3"), new Oid("2.16.840.1.101.3.4.2.1"), new byte[32], new byte[] { 1 }, written);
            Assert.True(Rfc3161TimestampTokenInfo.TryDecode(info.Encode(), out var read, out _));
            Assert.Equal(written, TimeStampToken.Told(read.Timestamp));
        }

        Assert.Equal(second.AddMicroseconds(1), TimeStampToken.Told(second.AddTicks(2)));
    }

    private static bool Holds(byte[] bytes)
    {
        try
        {
            var token = TimeStampToken.Read(bytes);
            return token.Imprint == TimeStampToken.Read(Example).Imprint && Path(token) is not null;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static IReadOnlyList<System.Security.Cryptography.X509Certificates.X509Certificate2>? Path(
        TimeStampToken token) =>
        token.PathTo([Trust.ParsePem(File.ReadAllText(System.IO.Path.Combine(Folder, "example-root.pem")))], []);
}
