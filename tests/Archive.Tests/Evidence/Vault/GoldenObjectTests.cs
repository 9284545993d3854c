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
        QVJDVkxUMQoAAAHleyJraW5kIjoicmVzcG9uc2UiLCJvYmplY3QiOiIwYjFlYzcwMC01NTU1LTQ2NjYtODc3Ny04ODg4ODg4ODg4
        ODgiLCJwaWVjZXMiOlt7ImtjIjoiOGJkMmI2MzI5YmNlZWY4MzRkNWY1YjEyMTY5NjkwZmI5YjVhZWY4MWVhNTEyZDdmYjk3MWRk
        MDQ0NDBhODVmZSIsImxlbiI6MzU5LCJ1bml0IjoiYTBhMGEwYTAtMTExMS00MjIyLTgzMzMtNDQ0NDQ0NDQ0NDQ0In0seyJrYyI6
        IjM5ODA0YzYyY2RkYzk5YmEwMjlkYjEzODNjMzBmZTY4YzNkZDQ2ODI1MzdmZDBjMGVjY2YwY2M5YjYyYjViYWMiLCJsZW4iOjQs
        InVuaXQiOiJiMGIwYjBiMC0xMTExLTQyMjItODMzMy00NDQ0NDQ0NDQ0NDQifSx7ImtjIjoiYTQ2ZDM2YzRiZGZmYzc2MGZiMTBk
        OGVjMGRkZmRkMjY3ZjgwMDM2NjIzMmUzMmNlOTg4NDAyMmY3YmQ2ZWRiZSIsImxlbiI6MCwidW5pdCI6ImEwYTBhMGEwLTExMTEt
        NDIyMi04MzMzLTQ0NDQ0NDQ0NDQ0NCJ9XSwidGVuYW50IjoienVpZGVyZGFtIn1Cymcl046kv+NTljyfr4nTxdpyDkYw0FyIdYyO
        n2ADURENSSUv5jN0kPIzYgbccNkyRr0dSUvyhijOFxiu0xZHDj2y3i04zEia6hlWYRbqKIUgl7jP9f6+/6UPzS2AgXf8rTVGbHDH
        lHLKoNDPWCk5WyXpL9oEVc0esIY1GpR3S48k7chijXYM+pjnG3vxNbcf+wne+mMRWyHaSpObrIn6TahUOVnbzV+1ehkLVqVkFj/6
        bp6DV5pECGLkoTiQLT4YWlDiqky8If18wtB9R/BMgkmtxFgmG9yhc9GHTpjwVq4tWwsgocKwhgcTmYhiXXEi2PCcbgbgPr5GbZiE
        Nos3eH29zJa8MzHGYBvycP1McQRx07Z8/ffv8dskCW7RW3/e3mqsMZXS5bl7r4iqJVJ7zdBKyg2cxmpKzwL+Fp8dOwR80f1swt1X
        zBeQkOPo956DoBTFcWCH3OFQzib9Ulncf725woMvSe7+Axhohhj4+z9bo1jfvUPZ63IResTfYYtDn1BjnbjH84ySKNAbkHthdd7n
        /zut+0Jnkss=
        """;

    [Fact]
    public void An_exchange_is_byte_for_byte_what_the_format_describes()
    {
        var bytes = VaultSample.Exchange.Write();

        Assert.Equal("bd4ced683e598519d6b57ae4c8c68121017b4c36274d7aa737ec09c6bbc64f17", Digest.Of(bytes).ToString());
        Assert.Equal(bytes, Exchange.Read(bytes).Write());
    }

    [Fact]
    public async Task A_small_object_is_byte_for_byte_what_the_format_describes()
    {
        var (bytes, name) = await Write(
            ObjectKind.Response,
            new Piece(VaultSample.UnitA, VaultSample.SecretA, VaultSample.Exchange.Write()),
            new Piece(VaultSample.UnitB, VaultSample.SecretB, "[{}]"u8.ToArray()),
            new Piece(VaultSample.UnitA, VaultSample.SecretA, ReadOnlyMemory<byte>.Empty));

        Assert.Equal(Convert.FromBase64String(Small), bytes);
        Assert.Equal("ce42b1ad21ba67fbd23a3a69cd3efee6d0999e4aff10ea9b7ae8775cdc5b9fe1", name.ToString());
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

        Assert.Equal("[{}]", Encoding.UTF8.GetString(await vault.Read(name, 1, VaultSample.SecretB, default)));
        Assert.Equal(VaultSample.Exchange.Write(), await vault.Read(name, 0, VaultSample.SecretA, default));
        Assert.Empty(await vault.Read(name, 2, VaultSample.SecretA, default));
        Assert.Equal(
            [VaultSample.UnitA, VaultSample.UnitB, VaultSample.UnitA],
            (await vault.Header(name, default)).Pieces.Select(p => p.Unit));
    }

    // 908 bytes, each changed in turn, under the name it had and under the name it then would have.
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
