using System.Runtime.Versioning;
using Archive.Evidence;
using Archive.Storage.Vault;

namespace Archive.Tests.Evidence.Vault;

/// <summary>A vault is known by a file in it, so that an empty place is not taken for one.</summary>
[SupportedOSPlatform("linux")]
public sealed class VaultMarkTests : IDisposable
{
    private readonly TestDirectory directory = new();

    private string Home => directory.File("home");

    private string Root => directory.File("vault");

    private VaultMark Mark => new(Home, "archief.example");

    public VaultMarkTests() => Directory.CreateDirectory(Home);

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_vault_is_begun_once_and_the_two_files_are_the_same()
    {
        Mark.MustBeAt(Root);
        var id = File.ReadAllText(Path.Combine(Root, "vault-id"));
        Mark.MustBeAt(Root);

        Assert.Equal(id, File.ReadAllText(Path.Combine(Home, "vault-id")));
        Assert.StartsWith("archive/vault/v1\narchief.example\n", id, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_its_disk_is_not_mounted_nothing_is_made()
    {
        _ = new FileVault(Root, VaultSample.Tenant, Mark);
        Directory.Move(Root, $"{Root}.unmounted");
        Directory.CreateDirectory(Root);

        var fault = Assert.Throws<FaultException>(() => new FileVault(Root, VaultSample.Tenant, Mark));

        Assert.Contains("Is its disk mounted?", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
    }

    [Fact]
    public async Task Where_it_went_away_an_object_is_not_gone()
    {
        IVault vault = new FileVault(Root, VaultSample.Tenant, Mark);
        Directory.Move(Root, $"{Root}.unmounted");

        await Assert.ThrowsAsync<StorageException>(() => vault.Delete(Digest.Of([1]), default));
        await Assert.ThrowsAsync<StorageException>(() => vault.Stored(Digest.Of([1]), default));
    }

    [Fact]
    public void Another_vault_is_refused_and_one_that_is_copied_to_becomes_this_one()
    {
        Mark.MustBeAt(Root);
        var (other, copy) = (directory.File("other"), directory.File("copy"));
        Directory.CreateDirectory(directory.File("elsewhere"));
        new VaultMark(directory.File("elsewhere"), "archief.example").MustBeAt(other);

        Assert.Throws<FaultException>(() => Mark.MustBeAt(other));
        Assert.Throws<FaultException>(() => Mark.Give(other));
        Mark.Give(copy);
        Mark.MustBeAt(copy);
    }

    [Fact]
    public void A_vault_from_before_there_were_marks_is_taken_over_and_an_empty_place_then_is_not()
    {
        Directory.CreateDirectory(Path.Combine(Home, "checkpoints"));
        File.WriteAllText(Path.Combine(Home, "checkpoints", "stad.checkpoint"), "");

        Assert.Throws<FaultException>(() => Mark.MustBeAt(Root)); // something was signed, so something was kept
        Directory.CreateDirectory(Path.Combine(Root, "objects"));
        Mark.MustBeAt(Root);
        Mark.MustBeAt(Root);
    }

    [Fact]
    public void A_home_that_lost_its_file_takes_the_vault_over_unless_it_is_of_another_archive()
    {
        Mark.MustBeAt(Root);
        File.Delete(Path.Combine(Home, "vault-id"));

        Assert.Throws<FaultException>(() => new VaultMark(Home, "ander.example").MustBeAt(Root));
        Mark.MustBeAt(Root);
        Assert.True(File.Exists(Path.Combine(Home, "vault-id")));
    }
}
