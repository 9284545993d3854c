using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Archive.Storage.Vault.Azure;

/// <summary>
/// Removes a blob with all its versions. Storage with version-level policies keeps versions: removing the blob only
/// makes its last version a previous one, and the bytes stay until that is removed too.
/// </summary>
internal static class BlobRemoval
{
    /// <summary>A policy on the whole container, which the blob says nothing of.</summary>
    private static readonly ObjectLock Unsaid = new(null, false);

    /// <returns>Null if no byte is left, else what keeps them.</returns>
    public static async Task<ObjectLock?> Remove(
        BlobContainerClient container,
        BlockBlobClient blob,
        CancellationToken ct)
    {
        try
        {
            await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: ct);
        }
        catch (RequestFailedException e) when (AzureFailures.IsImmutable(e))
        {
            return await LockOf(blob, ct) ?? Unsaid;
        }

        ObjectLock? kept = null;
        await foreach (var version in Versions(container, blob.Name, ct))
        {
            var previous = blob.WithVersion(version);
            try
            {
                await previous.DeleteIfExistsAsync(cancellationToken: ct);
            }
            catch (RequestFailedException e) when (AzureFailures.IsImmutable(e))
            {
                kept = await LockOf(previous, ct) ?? Unsaid;
            }
        }

        return kept;
    }

    public static async Task<ObjectLock?> LockOf(BlobBaseClient blob, CancellationToken ct)
    {
        var says = (await blob.GetPropertiesAsync(cancellationToken: ct)).Value;
        return says.HasLegalHold || says.ImmutabilityPolicy?.ExpiresOn is not null
            ? new(says.ImmutabilityPolicy?.ExpiresOn, says.HasLegalHold)
            : null;
    }

    private static async IAsyncEnumerable<string> Versions(
        BlobContainerClient container, string name,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        // Listed by prefix: a longer name begins the same.
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.Version, name, ct))
        {
            if (blob.Name == name && blob.VersionId is { } version)
                yield return version;
        }
    }
}
