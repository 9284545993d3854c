using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Vault;

namespace Archive.Tests.Evidence.Vault;

/// <summary>What every vault must do, whatever it keeps its objects in.</summary>
public abstract class VaultContract
{
    protected abstract IVault Vault { get; }

    /// <summary>The same place, for another tenant.</summary>
    protected abstract IVault Of(Tenant tenant);

    /// <summary>Puts bytes at a path within the tenant's folder, as one who goes around the vault.</summary>
    protected abstract Task Place(string path, byte[] bytes);

    /// <summary>The bytes at such a path.</summary>
    protected abstract Task<byte[]> Bytes(string path);

    /// <summary>All files of the vault by such paths, and what is being written by any other.</summary>
    protected abstract Task<IReadOnlyList<string>> Everything();

    protected static string PathOf(Digest name) => $"{name.ToString()[..2]}/{name.ToString()[2..4]}/{name}";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024 * 1024 - 1)]
    [InlineData(1024 * 1024)]
    [InlineData(1024 * 1024 + 1)]
    [InlineData(9 * 1024 * 1024)]
    public async Task What_is_kept_comes_back_whole(int length)
    {
        var content = VaultSample.Pattern(length);
        var kept = await Keep(content, "tail"u8.ToArray());

        Assert.Equal(content, await Vault.Read(kept.Name, 0, VaultSample.SecretA, default));
        Assert.Equal("tail", Encoding.UTF8.GetString(await Vault.Read(kept.Name, 1, VaultSample.SecretB, default)));
        Assert.Null(await Vault.Scrub(kept.Name, default));
    }

    [Fact]
    public async Task A_stream_is_read_in_parts_of_any_size()
    {
        var content = VaultSample.Pattern(2 * 1024 * 1024 + 77);
        var kept = await Keep(content);
        await using var opened = await Vault.Open(kept.Name, 0, VaultSample.SecretA, default);
        using var copy = new MemoryStream();

        await opened.CopyToAsync(copy, bufferSize: 1000);

        Assert.Equal(content, copy.ToArray());
    }

    [Fact]
    public async Task A_stream_that_was_closed_gives_nothing_more_and_leaves_others_alone()
    {
        var (first, second) = (VaultSample.Pattern(200_000), VaultSample.Pattern(200_001)[1..]);
        var (one, other) = (await Keep(first), await Keep(second));
        var closed = await Vault.Open(one.Name, 0, VaultSample.SecretA, default);
        Assert.Equal(1, await closed.ReadAsync(new byte[1]));
        await closed.DisposeAsync();
        await closed.DisposeAsync();

        await using var a = await Vault.Open(one.Name, 0, VaultSample.SecretA, default);
        await using var b = await Vault.Open(other.Name, 0, VaultSample.SecretA, default);
        Assert.Equal(1, await a.ReadAsync(new byte[1]));
        using var ofB = new MemoryStream();
        await b.CopyToAsync(ofB);
        using var restOfA = new MemoryStream();
        await a.CopyToAsync(restOfA);

        Assert.Equal(second, ofB.ToArray());
        Assert.Equal(first[1..], restOfA.ToArray());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await closed.ReadExactlyAsync(new byte[1]));
    }

    [Fact]
    public async Task An_object_lies_under_its_digest()
    {
        var kept = await Keep("x"u8.ToArray());

        Assert.Equal(kept.Name, Digest.Of(await Bytes(PathOf(kept.Name))));
        Assert.Equal([PathOf(kept.Name)], await Everything());
        Assert.Equal([kept.Name], await Vault.All(default).ToListAsync());
        Assert.True(await Vault.Contains(kept.Name, default));
    }

    [Fact]
    public async Task The_stored_bytes_are_given_from_any_place_to_the_end()
    {
        var kept = await Keep(VaultSample.Pattern(5 * 1024 * 1024));
        var bytes = await Bytes(PathOf(kept.Name));
        using var stored = await Vault.Stored(kept.Name, default);
        var buffer = new byte[1000];

        Assert.Equal(bytes.Length, stored!.Length);
        foreach (var at in new[] { 0L, bytes.Length - 1000, 4 * 1024 * 1024 - 500, 1 })
        {
            Assert.Equal(1000, await stored.Read(buffer, at, default));
            Assert.Equal(bytes[(int)at..(int)(at + 1000)], buffer);
        }

        Assert.Equal(1, await stored.Read(buffer, bytes.Length - 1, default));
        Assert.Equal(0, await stored.Read(buffer, bytes.Length, default));
        Assert.Null(await Vault.Stored(Digest.Of("nothing"u8), default));
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

        Assert.Empty(await Everything());
    }

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    public async Task A_piece_that_is_not_as_long_as_it_said_is_not_kept(int said)
    {
        using var ten = new MemoryStream(new byte[10]);

        await Assert.ThrowsAnyAsync<SystemException>(() => KeepStream(ten, said));

        Assert.Empty(await Everything());
    }

    [Fact]
    public async Task Another_units_secret_is_refused_before_anything_is_opened()
    {
        var kept = await Keep("a"u8.ToArray(), "b"u8.ToArray());

        var fault = await Assert.ThrowsAsync<FaultException>(
            () => Vault.Open(kept.Name, 0, VaultSample.SecretB, default));

        Assert.Contains("not the one that sealed piece 0", fault.Message, StringComparison.Ordinal);
        Assert.Contains(VaultSample.UnitA.ToString(), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pieces_that_changed_places_are_refused_even_under_a_name_that_fits()
    {
        var kept = await Keep("left!"u8.ToArray(), "right"u8.ToArray());
        var bytes = await Bytes(PathOf(kept.Name));
        var sealedLength = "right".Length + 16;
        byte[] swapped = [.. bytes[..^(2 * sealedLength)], .. bytes[^sealedLength..], .. bytes[
            ^(2 * sealedLength)..^sealedLength]];
        var name = await PlaceObject(swapped);

        Assert.Null(await Vault.Scrub(name, default)); // its bytes are those it is named by; only the seal tells
        await Assert.ThrowsAsync<FaultException>(() => Vault.Read(name, 0, VaultSample.SecretA, default));
        await Assert.ThrowsAsync<FaultException>(() => Vault.Read(name, 1, VaultSample.SecretB, default));
        Assert.Equal("left!", Encoding.UTF8.GetString(await Vault.Read(kept.Name, 0, VaultSample.SecretA, default)));
    }

    [Fact]
    public async Task An_object_in_the_place_of_another_is_refused()
    {
        var wanted = await Keep("wanted"u8.ToArray());
        var other = await Keep("forged"u8.ToArray());
        await Place(PathOf(wanted.Name), await Bytes(PathOf(other.Name)));

        Assert.NotNull(await Vault.Scrub(wanted.Name, default));
        var fault = await Assert.ThrowsAsync<FaultException>(
            () => Vault.Read(wanted.Name, 0, VaultSample.SecretA, default));
        Assert.Contains(wanted.Name.ToString(), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scrub_names_what_is_changed_cut_empty_strange_or_another_tenants()
    {
        var well = await Keep("well"u8.ToArray());
        var changed = await Keep("changed"u8.ToArray());
        var cut = await Keep("cut"u8.ToArray());
        var empty = await Keep("empty"u8.ToArray());
        var other = await Bytes(PathOf(changed.Name));
        other[^1] ^= 0xFF; // whatever it was
        await Place(PathOf(changed.Name), other);
        await Place(PathOf(cut.Name), (await Bytes(PathOf(cut.Name)))[..^1]);
        await Place(PathOf(empty.Name), []);
        var noObject = await PlaceObject("not one of ours"u8.ToArray());
        var others = await PlaceObject(await OfAnotherTenant());
        await Place("note.txt", "hello"u8.ToArray());

        var report = await Vault.ScrubAll(default);

        Assert.Equal(6, report.Objects);
        Assert.Equal(
            new[] { $"{changed.Name}", $"{cut.Name}", $"{empty.Name}", $"{noObject}", $"{others}", "note.txt" }.Order(
                StringComparer.Ordinal),
            report.Findings.Select(f => f.Object).Order(StringComparer.Ordinal));
        Assert.Null(await Vault.Scrub(well.Name, default));
    }

    [Fact]
    public async Task What_is_deleted_is_gone()
    {
        var kept = await Keep("x"u8.ToArray());

        Assert.Null(await Vault.Delete(kept.Name, default));
        Assert.Null(await Vault.Delete(kept.Name, default)); // a second time is no trouble
        Assert.Empty(await Everything());
        Assert.False(await Vault.Contains(kept.Name, default));
        Assert.Contains(
            "not there", (await Vault.Scrub(kept.Name, default))!.What.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<FaultException>(() => Vault.Open(kept.Name, 0, VaultSample.SecretA, default));
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        var kept = await Task.WhenAll(
            Enumerable.Range(0, 64).Select(i => Task.Run(() => Keep(VaultSample.Pattern(i * 100)))));

        Assert.Equal(64, (await Vault.ScrubAll(default)).Objects);
        foreach (var (i, one) in kept.Index())
            Assert.Equal(VaultSample.Pattern(i * 100), await Vault.Read(one.Name, 0, VaultSample.SecretA, default));
    }

    [Fact]
    public async Task An_object_sealed_elsewhere_is_taken_as_it_is_and_never_over_another()
    {
        var sealedElsewhere = await Keep(VaultSample.Pattern(5 * 1024 * 1024));
        var bytes = await Bytes(PathOf(sealedElsewhere.Name));
        await Vault.Delete(sealedElsewhere.Name, default);

        await Vault.KeepSealed(sealedElsewhere.Name, new Given(bytes), default);
        Assert.Equal(bytes, await Bytes(PathOf(sealedElsewhere.Name)));

        await Place(PathOf(sealedElsewhere.Name), "damaged"u8.ToArray());
        await TakeAgain(sealedElsewhere.Name, bytes);
        Assert.Equal("damaged"u8.ToArray(), await Bytes(PathOf(sealedElsewhere.Name)));
    }

    /// <summary>Whether it says so or not, the vault does not overwrite.</summary>
    private async Task TakeAgain(Digest name, byte[] bytes)
    {
        try
        {
            await Vault.KeepSealed(name, new Given(bytes), default);
        }
        catch (FaultException e)
        {
            Assert.Contains("other bytes", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Bytes_that_end_too_soon_are_not_taken()
    {
        await Assert.ThrowsAsync<StorageException>(
            () => Vault.KeepSealed(Digest.Of("x"u8), new Given("short"u8.ToArray(), says: 1000), default));

        Assert.Empty(await Everything());
    }

    protected Task<StoredObject> Keep(byte[] a, byte[]? b = null)
    {
        var pieces = new List<Piece> { new(VaultSample.UnitA, VaultSample.SecretA, a) };
        if (b is not null)
            pieces.Add(new(VaultSample.UnitB, VaultSample.SecretB, b));
        return Vault.Keep(ObjectKind.File, pieces, default);
    }

    private Task<StoredObject> KeepStream(Stream content, long length) =>
        Vault.Keep(ObjectKind.File, [new Piece(VaultSample.UnitA, VaultSample.SecretA, content, length)], default);

    private async Task<Digest> PlaceObject(byte[] bytes)
    {
        await Place(PathOf(Digest.Of(bytes)), bytes);
        return Digest.Of(bytes);
    }

    private async Task<byte[]> OfAnotherTenant()
    {
        var elsewhere = Of(new("noorddam"));
        var kept = await elsewhere.Keep(
            ObjectKind.File, [new Piece(VaultSample.UnitA, VaultSample.SecretA, "x"u8.ToArray())], default);
        using var stored = await elsewhere.Stored(kept.Name, default);
        var bytes = new byte[stored!.Length];
        Assert.Equal(bytes.Length, await stored.Read(bytes, 0, default));
        return bytes;
    }

    private sealed class Given(byte[] bytes, int? says = null) : IStoredBytes
    {
        public long Length => says ?? bytes.Length;

        public ValueTask<int> Read(Memory<byte> buffer, long at, CancellationToken ct)
        {
            var part = bytes.AsMemory((int)at);
            part = part[..Math.Min(part.Length, buffer.Length)];
            part.CopyTo(buffer);
            return ValueTask.FromResult(part.Length);
        }

        public void Dispose()
        {
        }
    }

    private sealed class FailingStream(int after) : MemoryStream(new byte[after])
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 ? read : throw new IOException("the connection broke");
        }
    }
}
