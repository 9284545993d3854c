using Archive.Evidence;
using Archive.Storage.Files;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Archive.Storage.Vault.Azure;

/// <summary>
/// A tenant's objects in a container of Azure Blob Storage, under the same paths as in a directory. An object is sealed
/// into a temporary file, sent in blocks with their MD5, committed under a name that must be free, and read back; a
/// host that dies before that leaves blocks that the storage drops by itself. Nothing is kept before the storage was
/// tried (0061).
/// </summary>
/// <param name="temporary">Directory for what is being sealed; made if it is not there.</param>
/// <param name="lock">Policy of new objects; null for none.</param>
/// <param name="tried">
/// False if the storage is taken as it is, for a test: then nothing is tried and nothing protected.
/// </param>
public sealed class AzureVault(
    BlobContainerClient container, string temporary, Tenant tenant, AzureLock? @lock, TimeProvider clock,
    bool tried = true)
    : IVault
{
    private bool enforced = !tried;

    public Tenant Tenant => tenant;

    private string Folder => $"{ObjectPath.Folder(tenant)}/";

    public async Task Check(CancellationToken ct)
    {
        if (!Volatile.Read(ref enforced)) // two at once try it twice, which does no harm
            await new WormTrial(container, tenant, clock).Run(ct);
        Volatile.Write(ref enforced, true);
    }

    public async Task<StoredObject> Keep(ObjectKind kind, IReadOnlyList<Piece> pieces, CancellationToken ct)
    {
        await Check(ct);
        DurableFile.CreateDirectory(temporary);
        var (file, kept) = await SealedFile.Write(temporary, tenant, kind, pieces, ct);
        using (file)
            await Put(kept.Name, file.Stream, ct);
        return kept;
    }

    public async Task KeepSealed(Digest name, IStoredBytes bytes, CancellationToken ct)
    {
        await Check(ct);
        DurableFile.CreateDirectory(temporary);
        using var file = await SealedFile.Copy(temporary, bytes, ct);
        await Put(name, file.Stream, ct);
    }

    public Task<bool> Contains(Digest name, CancellationToken ct) => Ask(
        Sentences.Of("storage.azure-looking", this.Place(name)), async () => (await Blob(name).ExistsAsync(ct)).Value);

    public async Task<IStoredBytes?> Stored(Digest name, CancellationToken ct) => await BlobBytes.Open(Blob(name), ct);

    public IAsyncEnumerable<Digest> All(CancellationToken ct) =>
        Paths(ct).Select(ObjectPath.NameAt).Where(name => name is not null).Select(name => name!.Value);

    public IAsyncEnumerable<string> UnexpectedFiles(CancellationToken ct) =>
        Paths(ct).Where(path => ObjectPath.NameAt(path) is null);

    public Task<ObjectLock?> Delete(Digest name, CancellationToken ct) => Ask(
        Sentences.Of("storage.azure-removing", this.Place(name)), () => BlobRemoval.Remove(container, Blob(name), ct));

    /// <summary>What the storage says keeps an object from being removed; null if nothing does.</summary>
    public Task<ObjectLock?> LockOf(Digest name, CancellationToken ct) => Ask(
        Sentences.Of("storage.azure-asking-lock", this.Place(name)), () => BlobRemoval.LockOf(Blob(name), ct));

    /// <summary>Puts an object under legal hold, or ends that, and reads back that it is so.</summary>
    public async Task Hold(Digest name, bool held, CancellationToken ct)
    {
        var says = await Ask(Sentences.Of("storage.azure-holding", this.Place(name)), async () =>
        {
            await Blob(name).SetLegalHoldAsync(held, ct);
            return (await Blob(name).GetPropertiesAsync(cancellationToken: ct)).Value.HasLegalHold;
        });
        if (says != held)
            throw Sentences.Fault("storage.hold-unsaid", this.Place(name), WormTrial.Mend);
    }

    public int SweepTemporary(DateTimeOffset before) => NewFile.Sweep(temporary, before);

    private async Task Put(Digest name, FileStream file, CancellationToken ct)
    {
        var policy = Policy();
        var md5 = await Ask(Sentences.Of("storage.azure-sending", this.Place(name)), async () =>
        {
            var (blocks, whole) = await BlobBlocks.Stage(Blob(name), file, ct);
            try
            {
                await BlobBlocks.Commit(Blob(name), blocks, whole, policy, ct);
            }
            catch (RequestFailedException e) when (e.Status == 409 && e.ErrorCode == BlobErrorCode.BlobAlreadyExists)
            {
                // An answer to this very commit that was lost, or the same object sent before: told below by its bytes.
                if (policy is not null)
                    await Blob(name).SetImmutabilityPolicyAsync(policy, cancellationToken: ct);
            }

            return whole;
        });
        await ReadBack(name, file.Length, md5, policy, ct);
    }

    /// <summary>What the storage says it has, and how long it says to keep it; only then is the object kept.</summary>
    private async Task ReadBack(
        Digest name,
        long length,
        byte[] md5,
        BlobImmutabilityPolicy? policy,
        CancellationToken ct)
    {
        var says = await Ask(Sentences.Of("storage.azure-reading-back", this.Place(name)), async () =>
            (await Blob(name).GetPropertiesAsync(cancellationToken: ct)).Value);
        if (says.ContentLength != length || says.ContentHash is null || !says.ContentHash.AsSpan().SequenceEqual(md5))
            throw Sentences.Fault("storage.stored-otherwise", this.Place(name));
        if (policy is not null && !(says.ImmutabilityPolicy?.ExpiresOn >= policy.ExpiresOn
                && says.ImmutabilityPolicy.PolicyMode == policy.PolicyMode))
            throw Sentences.Fault("storage.kept-without-policy", this.Place(name), WormTrial.Mend);
    }

    private BlobImmutabilityPolicy? Policy() => @lock is null ? null : new()
    {
        // headers have whole seconds
        ExpiresOn = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().AddDays(@lock.Days).ToUnixTimeSeconds() + 1),
        PolicyMode = @lock.Locked ? BlobImmutabilityPolicyMode.Locked : BlobImmutabilityPolicyMode.Unlocked,
    };

    /// <summary>Within the tenant's folder.</summary>
    private async IAsyncEnumerable<string> Paths(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var pages = container.GetBlobsAsync(prefix: Folder, cancellationToken: ct).AsPages()
            .GetAsyncEnumerator(ct);
        while (await Ask(Sentences.Of("storage.azure-listing"), () => pages.MoveNextAsync().AsTask()))
        {
            foreach (var blob in pages.Current.Values)
                yield return blob.Name[Folder.Length..];
        }
    }

    private BlockBlobClient Blob(Digest name) => container.GetBlockBlobClient(Folder + ObjectPath.Of(name));

    private static async Task<T> Ask<T>(Sentence what, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (AzureFailures.Are(e))
        {
            throw AzureFailures.Say(what, e);
        }
    }
}
