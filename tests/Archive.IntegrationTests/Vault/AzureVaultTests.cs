using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Vault;
using Archive.Storage.Vault.Azure;
using Archive.Tests.Evidence.Vault;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Archive.IntegrationTests.Vault;

/// <summary>The contract of every vault, on Azurite with a proxy before it that enforces policies and holds.</summary>
[Collection(nameof(Azurite))]
public sealed class AzureVaultTests(Azurite azurite) : VaultContract, IAsyncLifetime, IDisposable
{
    private readonly TestDirectory directory = new();
    private WormProxy proxy = null!;
    private Uri container = null!;
    private AzureVault vault = null!;

    protected override IVault Vault => vault;

    private BlobContainerClient Around => Azurite.Open(container);

    public async Task InitializeAsync()
    {
        container = await azurite.Container();
        proxy = await WormProxy.Start(azurite);
        vault = Open(VaultSample.Tenant);
    }

    public async Task DisposeAsync() => await proxy.DisposeAsync();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_commit_of_which_the_answer_was_lost_is_not_done_twice_and_not_refused()
    {
        await vault.Check(default);
        var lost = 0;
        proxy.Wire.LosesAnswerTo = asked => asked.Contains("comp=blocklist", StringComparison.Ordinal)
            && Interlocked.Increment(ref lost) == 1;

        var kept = await Keep("x"u8.ToArray());

        Assert.True(lost > 1); // the client asked again
        Assert.Null(await vault.Scrub(kept.Name, default));
        Assert.Equal([PathOf(kept.Name)], await Everything());
    }

    [Fact]
    public async Task A_block_that_changes_on_the_wire_is_refused_by_its_MD5()
    {
        await vault.Check(default);
        proxy.Wire.Changes = body => { body[^1] ^= 1; };

        var failure = await Assert.ThrowsAsync<StorageException>(() => Keep("x"u8.ToArray()));

        Assert.Contains("the storage answered 400", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await Everything());
    }

    [Fact]
    public async Task What_was_sent_carries_its_MD5_and_what_is_kept_has_it()
    {
        var kept = await Keep(VaultSample.Pattern(9 * 1024 * 1024));
        var says = (await Around.GetBlobClient($"objects/zuiderdam/{PathOf(kept.Name)}").GetPropertiesAsync()).Value;

#pragma warning disable CA5351 // the storage's own checksum
        Assert.Equal(System.Security.Cryptography.MD5.HashData(await Bytes(PathOf(kept.Name))), says.ContentHash);
#pragma warning restore CA5351
    }

    [Fact]
    public async Task A_storage_that_stops_answering_is_named_without_its_address()
    {
        var kept = await Keep("x"u8.ToArray());
        var address = proxy.Of(container);
        await proxy.DisposeAsync();
        var gone = new AzureVault(
            new BlobContainerClient(address, new Azure.Storage.StorageSharedKeyCredential(Azurite.Account, Azurite.Key),
                new BlobClientOptions { Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(10) } }),
            directory.File("tmp"), VaultSample.Tenant, null, TimeProvider.System);

        var finding = await gone.Scrub(kept.Name, default);

        Assert.Contains("does not answer", finding!.What.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(address.Authority, finding.What.ToString(), StringComparison.Ordinal);
        proxy = await WormProxy.Start(azurite);
    }

    protected override IVault Of(Tenant tenant) => Open(tenant);

    protected override async Task Place(string path, byte[] bytes)
    {
        var blob = Around.GetBlobClient($"objects/zuiderdam/{path}");
        await blob.DeleteIfExistsAsync();
        await Around.Put(blob.Name, bytes);
    }

    protected override async Task<byte[]> Bytes(string path) =>
        (await Around.GetBlobClient($"objects/zuiderdam/{path}").DownloadContentAsync()).Value.Content.ToArray();

    protected override async Task<IReadOnlyList<string>> Everything()
    {
        var names = new List<string>(directory.Files());
        await foreach (var blob in Around.GetBlobsAsync(
            BlobTraits.None,
            BlobStates.None,
            "objects/zuiderdam/",
            default))
            names.Add(blob.Name["objects/zuiderdam/".Length..]);
        return names;
    }

    private AzureVault Open(Tenant tenant) => new(
        AzureContainer.Open(proxy.Of(container), Azurite.Key), directory.File("tmp"), tenant, null, TimeProvider
            .System);
}
