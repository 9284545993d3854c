using System.Runtime.Versioning;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Vault;

namespace Archive.Tests.Evidence.Vault;

[SupportedOSPlatform("linux")]
public sealed class FileVaultTests : VaultContract, IDisposable
{
    private readonly TestDirectory directory = new();

    public FileVaultTests() => Vault = new FileVault(directory.Path, VaultSample.Tenant);

    protected override IVault Vault { get; }

    private string Folder => directory.File("objects/zuiderdam");

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Nobody_may_write_an_object()
    {
        await Keep("x"u8.ToArray());

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, File.GetUnixFileMode(directory.Files().Single()));
    }

    [Fact]
    public void A_sweep_takes_old_halves_and_leaves_young_ones()
    {
        var (old, young) = (directory.File("tmp/old.part"), directory.File("tmp/young.part"));
        File.WriteAllText(old, "half");
        File.WriteAllText(young, "half");
        File.SetLastWriteTimeUtc(old, new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(young, new DateTime(2026, 3, 3, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal(1, Vault.SweepTemporary(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal([young], directory.Files());
    }

    [Fact]
    public async Task What_cannot_be_looked_at_is_not_said_to_be_gone()
    {
        await Keep("x"u8.ToArray());
        var file = directory.Files().Single();
        var name = Digest.Parse(Path.GetFileName(file));
        var shard = Path.GetDirectoryName(file)!;
        Directory.Move(shard, $"{shard}.aside");
        File.WriteAllText(shard, "a file in the place of a directory");

        var refused = await Assert.ThrowsAsync<StorageException>(() => Vault.Delete(name, default));

        Assert.Contains("unlink", refused.Message);
        File.Delete(shard);
        Directory.Move($"{shard}.aside", shard);
        Assert.Null(await Vault.Delete(name, default));
        Assert.Null(await Vault.Delete(name, default)); // gone already, which its directory shows
        Assert.False(File.Exists(file));
    }

    protected override IVault Of(Tenant tenant) => new FileVault(directory.Path, tenant);

    protected override Task Place(string path, byte[] bytes)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Delete(file);
        File.WriteAllBytes(file, bytes);
        return Task.CompletedTask;
    }

    protected override Task<byte[]> Bytes(string path) => File.ReadAllBytesAsync(Path.Combine(Folder, path));

    protected override Task<IReadOnlyList<string>> Everything() =>
        Task.FromResult<IReadOnlyList<string>>([.. directory.Files().Select(f => Path.GetRelativePath(Folder, f))]);
}
