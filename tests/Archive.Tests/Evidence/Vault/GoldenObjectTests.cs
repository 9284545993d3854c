using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Vault;

namespace Archive.Tests.Evidence.Vault;

// Expected bytes and digests: python3 golden.py.
public class GoldenObjectTests
{
    private const string Small =
        """
        QVJDVkxUMQoAAAHleyJraW5kIjoicmVzcG9uc2UiLCJvYmplY3QiOiIwYjFlYzcwMC01NTU1LTQ2NjYtODc3Ny04ODg4ODg4ODg4ODgi
        LCJwaWVjZXMiOlt7ImtjIjoiOGJkMmI2MzI5YmNlZWY4MzRkNWY1YjEyMTY5NjkwZmI5YjVhZWY4MWVhNTEyZDdmYjk3MWRkMDQ0NDBh
        ODVmZSIsImxlbiI6NDQ2LCJ1bml0IjoiYTBhMGEwYTAtMTExMS00MjIyLTgzMzMtNDQ0NDQ0NDQ0NDQ0In0seyJrYyI6IjM5ODA0YzYy
        Y2RkYzk5YmEwMjlkYjEzODNjMzBmZTY4YzNkZDQ2ODI1MzdmZDBjMGVjY2YwY2M5YjYyYjViYWMiLCJsZW4iOjQsInVuaXQiOiJiMGIw
        YjBiMC0xMTExLTQyMjItODMzMy00NDQ0NDQ0NDQ0NDQifSx7ImtjIjoiYTQ2ZDM2YzRiZGZmYzc2MGZiMTBkOGVjMGRkZmRkMjY3Zjgw
        MDM2NjIzMmUzMmNlOTg4NDAyMmY3YmQ2ZWRiZSIsImxlbiI6MCwidW5pdCI6ImEwYTBhMGEwLTExMTEtNDIyMi04MzMzLTQ0NDQ0NDQ0
        NDQ0NCJ9XSwidGVuYW50IjoienVpZGVyZGFtIn1CymEq2o7ip/sQ12fI/YbP1JIsWHdky1ybcoaMmGMDUgwNS0BF/SVnyKlwOE2IYtNZ
        LbhrWDr8sHCRTSCX3Q5xMHj2gxRH2kiwyjkcIlC6d9YFvZjv9ejH1uIf2yuWhSHk2kwFfWPImGHf9pWCV3YjRCPkbPNBYYFQr4EyG8RD
        HbVy5dJ4xzVcucisRTi8Bsgf+1GRozlUFw/iRIuyktjJTahTORWVu1DuSRNHDuJrEmLCfo2HAd8JBz3+vj6dbhddbhyBqVG4bfMD0uMr
        f+lR00SulQstBsm9Lo7QAIbvWaJjCEgkofy0klZHiIwvTmwRjMiDMV2japABI/iFOMchdGiTmtGFTCfGIU6uMvJGOQsjjoY15vf8pqZ4
        TSG8OnagqhubSu6+/JdClYeBNDo/nNIwnSi9xTk7hAX7KYYBcAl/gP9u2NdehlDSqtWqqdeUnDnRcjTFh/NW2zfsAwaNck4iyZ89Bzq9
        ZCDN7Fvoe1Z29oU39VGUbrrapKUaYXtEP4FPdjcgU0khrJkXeup7JP83GxZyQk3GUS8y7/pDTO3XX5Kd/1rgwzRIdRokjLPmPyrIXMfT
        nXFx/8p7X7u1Ru8qSSdGdDFGTZ7Ib7nZuiURdJqpYAYnctoAFF3kYSq1ZDR081NYGgJY06LtwlM4/qw=
        """;

    [Fact]
    public void An_exchange_is_byte_for_byte_what_the_format_describes()
    {
        var bytes = VaultSample.Exchange.Write();

        Assert.Equal("03986022154e86acebd080326c30d4fb2e49f5cfc27ab0ccd6efb9e609e9957f", Digest.Of(bytes).ToString());
        Assert.Equal(bytes, Exchange.Read(bytes).Write());
    }

    [Fact]
    public void Bytes_that_nobody_asked_for_say_how_they_came_byte_for_byte_as_the_format_describes()
    {
        var (given, pushed) = (VaultSample.Given.Write(), VaultSample.Pushed.Write());

        Assert.Equal("ab46d566b8e4a03567df2c9200a7fbcc0dc1d64647578b11f09742baac598d20", Digest.Of(given).ToString());
        Assert.Equal("66d560035a1aa3627f4c3a90226a579ad1ba048d7c310460da399d6317246ad8", Digest.Of(pushed).ToString());
        Assert.Equal(VaultSample.Given with { Masked = [] }, Exchange.Read(given) with { Masked = [] });
        Assert.Equal(pushed, Assert.IsType<ReceivedPush>(Exchange.Read(pushed)).Write());
    }

    [Fact]
    public async Task A_small_object_is_byte_for_byte_what_the_format_describes()
    {
        var (bytes, name) = await Write(
            ObjectKind.Response,
            new Piece(VaultSample.UnitA, VaultSample.SecretA, VaultSample.Exchange.Write()),
            new Piece(VaultSample.UnitB, VaultSample.SecretB, "[**]"u8.ToArray()),
            new Piece(VaultSample.UnitA, VaultSample.SecretA, ReadOnlyMemory<byte>.Empty));

        Assert.Equal(Convert.FromBase64String(Small), bytes);
        Assert.Equal("a955f992c68fa944e8d57e9f1cd52218d5a2698fe3dd97cc6166bddf0e7a0b6f", name.ToString());
    }

    [Fact]
    public async Task An_object_of_several_segments_is_byte_for_byte_what_the_format_describes()
    {
        var (bytes, name) = await Write(
            ObjectKind.File,
            // ends with a full segment
            new Piece(VaultSample.UnitA, VaultSample.SecretA, VaultSample.Pattern(2 * 1024 * 1024)),
            new Piece(VaultSample.UnitB, VaultSample.SecretB, VaultSample.Pattern(1024 * 1024 + 5)));

        Assert.Equal(3_146_172, bytes.Length);
        Assert.Equal("f915cc638a91528c5c54b9fd66345592e88f4d1fb9d6b91836c6efce7bfebe78", name.ToString());
    }

    [Fact]
    public async Task An_object_that_another_program_wrote_is_read()
    {
        using var directory = new TestDirectory();
        var vault = new FileVault(directory.Path, VaultSample.Tenant);
        var name = Place(directory, Convert.FromBase64String(Small));

        Assert.Equal("[**]", Encoding.UTF8.GetString(await vault.Read(name, 1, VaultSample.SecretB, default)));
        Assert.Equal(VaultSample.Exchange.Write(), await vault.Read(name, 0, VaultSample.SecretA, default));
        Assert.Empty(await vault.Read(name, 2, VaultSample.SecretA, default));
        Assert.Equal(
            [VaultSample.UnitA, VaultSample.UnitB, VaultSample.UnitA],
            (await vault.Header(name, default)).Pieces.Select(p => p.Unit));
    }

    // 995 bytes, each changed in turn, under the name it had and under the name it then would have.
    [Fact]
    public async Task A_changed_byte_anywhere_in_an_object_is_refused()
    {
        using var directory = new TestDirectory();
        var vault = new FileVault(directory.Path, VaultSample.Tenant);
        var original = Convert.FromBase64String(Small);
        for (var at = 0; at < original.Length; at++)
        {
            var changed = original.ToArray();
            changed[at] ^= (byte)(1 << (at % 8));
            var name = Place(directory, changed, Digest.Of(original));

            Assert.NotNull(await vault.Scrub(name, default));
            var fault = await Assert.ThrowsAsync<FaultException>(
                () => vault.Read(name, 0, VaultSample.SecretA, default));
            Assert.Contains(name.ToString(), fault.Message, StringComparison.Ordinal);

            var renamed = Place(directory, changed);
            await Assert.ThrowsAsync<FaultException>(() => ReadAll(vault, renamed));
        }
    }

    private static async Task ReadAll(FileVault vault, Digest name)
    {
        await vault.Read(name, 0, VaultSample.SecretA, default);
        await vault.Read(name, 1, VaultSample.SecretB, default);
        await vault.Read(name, 2, VaultSample.SecretA, default);
    }

    private static Digest Place(TestDirectory directory, byte[] bytes, Digest? name = null)
    {
        var hex = (name ?? Digest.Of(bytes)).ToString();
        var path = directory.File($"objects/zuiderdam/{hex[..2]}/{hex[2..4]}/{hex}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return Digest.Parse(hex);
    }

    private static async Task<(byte[] Bytes, Digest Name)> Write(ObjectKind kind, params Piece[] pieces)
    {
        using var bytes = new MemoryStream();
        var header = ObjectWriter.HeaderFor(kind, VaultSample.Object, pieces, VaultSample.Tenant).Write();
        using var writer = new ObjectWriter(bytes, ObjectWriter.LengthOf(header, pieces));
        var name = await writer.Write(header, VaultSample.Object, pieces, default);
        Assert.Equal(bytes.Length, ObjectWriter.LengthOf(header, pieces));
        return (bytes.ToArray(), name);
    }
}
