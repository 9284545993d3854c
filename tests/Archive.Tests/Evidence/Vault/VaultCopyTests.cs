using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Vault;

namespace Archive.Tests.Evidence.Vault;

public sealed class VaultCopyTests : IDisposable
{
    private readonly TestDirectory directory = new();
    private readonly FileVault from;
    private readonly FileVault to;

    public VaultCopyTests()
    {
        from = new FileVault(directory.File("from"), VaultSample.Tenant);
        to = new FileVault(directory.File("to"), VaultSample.Tenant);
    }

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_copy_that_was_broken_off_goes_on_where_it_was()
    {
        var kept = await Keep(5);
        using var stop = new CancellationTokenSource();
        var copy = new VaultCopy(from, to);

        await Assert.ThrowsAsync<OperationCanceledException>(() => copy.Run(
            sofar =>
            {
                if (sofar.Copied == 2)
                    stop.Cancel();
            },
            stop.Token));
        Assert.Equal(2, await to.All(default).CountAsync());

        var copied = await copy.Run(_ => { }, default);
        Assert.Equal((3, 2), (copied.Copied, copied.There));
        Assert.Empty(copied.Findings);
        foreach (var name in kept)
            Assert.Equal("content"u8.ToArray(), await to.Read(name, 0, VaultSample.SecretA, default));
    }

    [Fact]
    public async Task What_is_damaged_at_the_source_is_named_and_not_copied()
    {
        var kept = await Keep(3);
        Damage("from", kept[1]);

        var copied = await new VaultCopy(from, to).Run(_ => { }, default);

        Assert.Equal(2, copied.Copied);
        var finding = Assert.Single(copied.Findings);
        Assert.Equal(kept[1].ToString(), finding.Object);
        Assert.StartsWith("At the source:", finding.What.ToString(), StringComparison.Ordinal);
        Assert.False(await to.Contains(kept[1], default));
    }

    [Fact]
    public async Task What_is_damaged_at_the_target_is_named_and_not_overwritten()
    {
        var kept = await Keep(2);
        await new VaultCopy(from, to).Run(_ => { }, default);
        Damage("to", kept[0]);

        var copied = await new VaultCopy(from, to).Run(_ => { }, default);

        Assert.Equal((0, 1), (copied.Copied, copied.There));
        Assert.StartsWith("At the target:", Assert.Single(copied.Findings).What.ToString(), StringComparison.Ordinal);
        Assert.NotNull(await to.Scrub(kept[0], default));
    }

    [Fact]
    public async Task What_is_no_object_is_named()
    {
        await Keep(1);
        File.WriteAllText(directory.File("from/objects/zuiderdam/note.txt"), "hello");

        var copied = await new VaultCopy(from, to).Run(_ => { }, default);

        Assert.Equal("note.txt", Assert.Single(copied.Findings).Object);
    }

    private async Task<IReadOnlyList<Digest>> Keep(int count)
    {
        var names = new List<Digest>();
        for (var i = 0; i < count; i++)
            names.Add((await from.Keep(
                ObjectKind.File,
                [new(VaultSample.UnitA, VaultSample.SecretA, "content"u8.ToArray())],
                default)).Name);
        return names;
    }

    private void Damage(string vault, Digest name)
    {
        var path = directory.File($"{vault}/objects/zuiderdam/{name.ToString()[..2]}/{name.ToString()[2..4]}/{name}");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.Delete(path);
        File.WriteAllBytes(path, bytes);
    }
}
