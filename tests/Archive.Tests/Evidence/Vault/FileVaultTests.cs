using System.Runtime.Versioning;
using System.Text;
using Archive.Evidence;
using Archive.Evidence.Vault;

namespace Archive.Tests.Evidence.Vault;

[SupportedOSPlatform("linux")]
public sealed class FileVaultTests : IDisposable
{
    private readonly TestDirectory directory = new();
    private readonly FileVault vault;

    public FileVaultTests() => vault = new FileVault(directory.Path, VaultSample.Tenant);

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024 * 1024 - 1)]
    [InlineData(1024 * 1024)]
    [InlineData(1024 * 1024 + 1)]
    [InlineData(3 * 1024 * 1024)]
    public async Task What_is_kept_comes_back_whole(int length)
    {
        var content = VaultSample.Pattern(length);
        var kept = await Keep(content, "tail"u8.ToArray());

        Assert.Equal(content, await vault.Read(kept.Name, 0, VaultSample.SecretA, default));
        Assert.Equal("tail", Encoding.UTF8.GetString(await vault.Read(kept.Name, 1, VaultSample.SecretB, default)));
        Assert.Null(await vault.Scrub(kept.Name, default));
    }

    [Fact]
    public async Task A_stream_is_read_in_parts_of_any_size()
    {
        var content = VaultSample.Pattern(2 * 1024 * 1024 + 77);
        var kept = await Keep(content);
        await using var opened = await vault.Open(kept.Name, 0, VaultSample.SecretA, default);
        using var copy = new MemoryStream();

        await opened.CopyToAsync(copy, bufferSize: 1000);

        Assert.Equal(content, copy.ToArray());
    }

    [Fact]
    public async Task An_object_is_under_its_digest_and_nobody_may_write_it()
    {
        var kept = await Keep("x"u8.ToArray());
        var hex = kept.Name.ToString();
        var path = directory.File($"objects/zuiderdam/{hex[..2]}/{hex[2..4]}/{hex}");

        Assert.Equal(kept.Name, Digest.Of(File.ReadAllBytes(path)));
        Assert.Equal([path], directory.Files());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
        Assert.Equal([kept.Name], await vault.All(default).ToListAsync());
        Assert.True(await vault.Contains(kept.Name, default));
    }

    [Fact]
    public async Task The_same_content_kept_twice_is_two_objects_that_nobody_can_tell_are_alike()
    {
        var first = await Keep("x"u8.ToArray());
        var second = await Keep("x"u8.ToArray());

        Assert.NotEqual(first.Name, second.Name);
        Assert.NotEqual(first.Header.Object, second.Header.Object);
    }

    [Fact]
    public async Task A_stream_that_fails_midway_leaves_nothing()
    {
        using var failing = new FailingStream(after: 1_500_000);

        await Assert.ThrowsAsync<IOException>(() => KeepStream(failing, 3_000_000));

        Assert.Empty(directory.Files());
    }

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    public async Task A_piece_that_is_not_as_long_as_it_said_is_not_kept(int said)
    {
        using var ten = new MemoryStream(new byte[10]);

        await Assert.ThrowsAnyAsync<SystemException>(() => KeepStream(ten, said));

        Assert.Empty(directory.Files());
    }

    [Fact]
    public async Task Another_units_secret_is_refused_before_anything_is_opened()
    {
        var kept = await Keep("a"u8.ToArray(), "b"u8.ToArray());

        var fault = await Assert.ThrowsAsync<FaultException>(() => vault.Open(kept.Name, 0, VaultSample.SecretB, default));

        Assert.Contains("not the one that sealed piece 0", fault.Message, StringComparison.Ordinal);
        Assert.Contains(VaultSample.UnitA.ToString(), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pieces_that_changed_places_are_refused_even_under_a_name_that_fits()
    {
        var kept = await Keep("left!"u8.ToArray(), "right"u8.ToArray());
        var bytes = File.ReadAllBytes(directory.Files().Single());
        var sealedLength = "right".Length + 16;
        byte[] swapped = [.. bytes[..^(2 * sealedLength)], .. bytes[^sealedLength..], .. bytes[^(2 * sealedLength)..^sealedLength]];
        var name = Place(swapped);

        Assert.Null(await vault.Scrub(name, default)); // its bytes are those it is named by; only the seal tells
        await Assert.ThrowsAsync<FaultException>(() => vault.Read(name, 0, VaultSample.SecretA, default));
        await Assert.ThrowsAsync<FaultException>(() => vault.Read(name, 1, VaultSample.SecretB, default));
        Assert.Equal("left!", Encoding.UTF8.GetString(await vault.Read(kept.Name, 0, VaultSample.SecretA, default)));
    }

    [Fact]
    public async Task An_object_in_the_place_of_another_is_refused()
    {
        var wanted = await Keep("wanted"u8.ToArray());
        var other = await Keep("forged"u8.ToArray());
        Place(File.ReadAllBytes(PathOf(other.Name)), wanted.Name);

        Assert.NotNull(await vault.Scrub(wanted.Name, default));
        var fault = await Assert.ThrowsAsync<FaultException>(() => vault.Read(wanted.Name, 0, VaultSample.SecretA, default));
        Assert.Contains(wanted.Name.ToString(), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scrub_names_what_is_changed_cut_strange_or_another_tenants()
    {
        var well = await Keep("well"u8.ToArray());
        var changed = await Keep("changed"u8.ToArray());
        var cut = await Keep("cut"u8.ToArray());
        Place([.. File.ReadAllBytes(PathOf(changed.Name))[..^1], 0xEE], changed.Name);
        Place(File.ReadAllBytes(PathOf(cut.Name))[..^1], cut.Name);
        var noObject = Place("not one of ours"u8.ToArray());
        var others = Place(await OfAnotherTenant());
        File.WriteAllText(directory.File("objects/zuiderdam/note.txt"), "hello");

        var report = await vault.ScrubAll(default);

        Assert.Equal(5, report.Objects);
        Assert.Equal(
            new[] { changed.Name.ToString(), cut.Name.ToString(), noObject.ToString(), others.ToString(), "note.txt" }.Order(StringComparer.Ordinal),
            report.Findings.Select(f => f.Object).Order(StringComparer.Ordinal));
        Assert.Null(await vault.Scrub(well.Name, default));
    }

    [Fact]
    public async Task What_is_deleted_is_gone()
    {
        var kept = await Keep("x"u8.ToArray());

        Assert.Null(await vault.Delete(kept.Name, default));
        Assert.Null(await vault.Delete(kept.Name, default)); // a second time is no trouble
        Assert.False(await vault.Contains(kept.Name, default));
        Assert.Contains("not there", (await vault.Scrub(kept.Name, default))!.What, StringComparison.Ordinal);
        await Assert.ThrowsAsync<FaultException>(() => vault.Open(kept.Name, 0, VaultSample.SecretA, default));
    }

    [Fact]
    public void A_sweep_takes_old_halves_and_leaves_young_ones()
    {
        var (old, young) = (directory.File("tmp/old.part"), directory.File("tmp/young.part"));
        File.WriteAllText(old, "half");
        File.WriteAllText(young, "half");
        File.SetLastWriteTimeUtc(old, new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(young, new DateTime(2026, 3, 3, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal(1, vault.SweepTemporary(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal([young], directory.Files());
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        var kept = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => Keep(VaultSample.Pattern(i * 100)))));

        Assert.Equal(64, (await vault.ScrubAll(default)).Objects);
        foreach (var (i, one) in kept.Index())
            Assert.Equal(VaultSample.Pattern(i * 100), await vault.Read(one.Name, 0, VaultSample.SecretA, default));
    }

    private Task<KeptObject> Keep(byte[] a, byte[]? b = null)
    {
        var pieces = new List<Piece> { new(VaultSample.UnitA, VaultSample.SecretA, a) };
        if (b is not null)
            pieces.Add(new(VaultSample.UnitB, VaultSample.SecretB, b));
        return vault.Keep(ObjectKind.File, pieces, default);
    }

    private Task<KeptObject> KeepStream(Stream content, long length) =>
        vault.Keep(ObjectKind.File, [new Piece(VaultSample.UnitA, VaultSample.SecretA, content, length)], default);

    private static async Task<byte[]> OfAnotherTenant()
    {
        using var elsewhere = new TestDirectory();
        await new FileVault(elsewhere.Path, new("noorddam")).Keep(
            ObjectKind.File, [new Piece(VaultSample.UnitA, VaultSample.SecretA, "x"u8.ToArray())], default);
        return File.ReadAllBytes(elsewhere.Files().Single());
    }

    private Digest Place(byte[] bytes, Digest? name = null)
    {
        var path = PathOf(name ?? Digest.Of(bytes));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        File.WriteAllBytes(path, bytes);
        return name ?? Digest.Of(bytes);
    }

    private string PathOf(Digest name) =>
        directory.File($"objects/zuiderdam/{name.ToString()[..2]}/{name.ToString()[2..4]}/{name}");

    private sealed class FailingStream(int after) : MemoryStream(new byte[after])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 ? read : throw new IOException("the connection broke");
        }
    }
}
