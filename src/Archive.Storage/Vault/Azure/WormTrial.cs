using Archive.Evidence;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Archive.Storage.Vault.Azure;

/// <summary>
/// Tries whether a container keeps what it is told to keep: writes a blob, puts it under a policy (then another under
/// legal hold), and does its best to destroy it. What counts is that the bytes are still there, under the name or as
/// the version that was protected: storage with versions may let a blob be overwritten and keep the version (decision
/// 0061).
/// </summary>
internal sealed class WormTrial(BlobContainerClient container, Tenant tenant, TimeProvider clock)
{
    /// <summary>
    /// The shortest that storage takes is a day. It is unlocked, so that the trial can clean up after itself.
    /// </summary>
    private static readonly TimeSpan PolicyLasts = TimeSpan.FromHours(25);

    /// <summary>Another host may be trying at this moment.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private static readonly byte[] Bytes = "unchanged\n"u8.ToArray();

    /// <summary>How an operator makes the storage protect what is kept in it.</summary>
    public static Sentence Mend => Sentences.Of("storage.immutability-mend");

    private string Folder => $"trial/{tenant}/";

    /// <exception cref="FaultException">
    /// The storage protects nothing, or cannot be reached; what to do about it.
    /// </exception>
    public async Task Run(CancellationToken ct)
    {
        try
        {
            await SweepEarlier(ct);
        }
        catch (Exception e) when (AzureFailures.Are(e))
        {
            throw Sentences.Fault(
                e,
                "storage.vault-unreachable",
                AzureFailures.Say(Sentences.Of("storage.azure-listing-container"), e).What);
        }

        await Try(Sentences.Of("storage.immutability-policy"), UnderPolicy, ct);
        await Try(Sentences.Of("storage.legal-hold"), UnderHold, ct);
    }

    private async Task Try(
        Sentence protection,
        Func<BlockBlobClient, CancellationToken, Task<bool>> protect,
        CancellationToken ct)
    {
        var blob = container.GetBlockBlobClient($"{Folder}{Ids.New()}");
        try
        {
            var version = await Write(blob, Bytes, overwrite: false, ct);
            if (!await protect(blob, ct))
                throw Unprotected(Sentences.Of("storage.protection-unsaid", protection));
            if (await Destroyed(blob, version, ct) is { } how)
                throw Unprotected(Sentences.Of(how, protection));
            await Clear(blob, ct);
        }
        catch (RequestFailedException e) when (e.Status is 401 or 403)
        {
            throw Unprotected(Sentences.Of("storage.protection-untried", protection, AzureFailures.Answer(e)), e);
        }
        catch (Exception e) when (AzureFailures.Are(e))
        {
            var failed = AzureFailures.Say(Sentences.Of("storage.azure-trial"), e).What;
            throw Unprotected(Sentences.Of("storage.concerning", protection, failed), e);
        }
    }

    private async Task<bool> UnderPolicy(BlockBlobClient blob, CancellationToken ct)
    {
        var until = DateTimeOffset.FromUnixTimeSeconds((clock.GetUtcNow() + PolicyLasts).ToUnixTimeSeconds());
        await blob.SetImmutabilityPolicyAsync(
            new BlobImmutabilityPolicy {
                ExpiresOn = until,
                PolicyMode = BlobImmutabilityPolicyMode.Unlocked }, cancellationToken: ct);
        return (await BlobRemoval.LockOf(blob, ct))?.Until >= until;
    }

    private static async Task<bool> UnderHold(BlockBlobClient blob, CancellationToken ct)
    {
        await blob.SetLegalHoldAsync(true, ct);
        return await BlobRemoval.LockOf(blob, ct) is { Held: true };
    }

    /// <returns>The code of how the bytes could be destroyed; null if they are there after every attempt.</returns>
    private static async Task<string?> Destroyed(BlockBlobClient blob, string? version, CancellationToken ct)
    {
        var removed = await WentThrough(() => blob.DeleteAsync(cancellationToken: ct));
        var overwritten = await WentThrough(() => Write(blob, "changed\n"u8.ToArray(), overwrite: true, ct));
        if (!removed && !overwritten)
            return await Holds(blob, ct) ? null : "storage.protected-changed";
        if (version is null)
            return removed ? "storage.protected-deleted" : "storage.protected-overwritten";

        var kept = blob.WithVersion(version);
        return await WentThrough(() => kept.DeleteAsync(cancellationToken: ct)) || !await Holds(kept, ct)
            ? "storage.protected-version-removed"
            : null;
    }

    /// <returns>
    /// False only if the storage refused because of the protection: a key that may not delete proves nothing.
    /// </returns>
    private static async Task<bool> WentThrough(Func<Task> attempt)
    {
        try
        {
            await attempt();
            return true;
        }
        catch (RequestFailedException e) when (AzureFailures.IsImmutable(e))
        {
            return false;
        }
    }

    private static async Task<bool> Holds(BlockBlobClient blob, CancellationToken ct)
    {
        using var stored = await BlobBytes.Open(blob, ct);
        var bytes = new byte[Bytes.Length];
        return stored?.Length == Bytes.Length && await stored.Read(bytes, 0, ct) == bytes.Length
            && bytes.AsSpan().SequenceEqual(Bytes);
    }

    private static async Task<string?> Write(BlockBlobClient blob, byte[] bytes, bool overwrite, CancellationToken ct)
    {
        using var content = new MemoryStream(bytes, writable: false);
        var (blocks, md5) = await BlobBlocks.Stage(blob, content, ct);
        return await BlobBlocks.Commit(blob, blocks, md5, policy: null, ct, overwrite);
    }

    private async Task SweepEarlier(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Abandoned;
        var earlier = new HashSet<string>();
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.Version, Folder, ct))
        {
            if (blob.Properties.LastModified < before)
                earlier.Add(blob.Name);
        }

        foreach (var name in earlier)
            await Clear(container.GetBlockBlobClient(name), ct);
    }

    /// <summary>Ends what protects a trial's blob, in every version, and removes it.</summary>
    private async Task Clear(BlockBlobClient blob, CancellationToken ct)
    {
        var versions = new List<BlockBlobClient>();
        await foreach (var one in container.GetBlobsAsync(BlobTraits.None, BlobStates.Version, blob.Name, ct))
            versions.Add(one.VersionId is { } version ? blob.WithVersion(version) : blob);
        foreach (var one in versions)
        {
            var held = await BlobRemoval.LockOf(one, ct);
            if (held is { Held: true })
                await one.SetLegalHoldAsync(false, ct);
            if (held is { Until: not null })
                await one.DeleteImmutabilityPolicyAsync(ct);
        }

        if (await BlobRemoval.Remove(container, blob, ct) is not null)
            throw Unprotected(Sentences.Of("storage.protection-lasting"));
    }

    private FaultException Unprotected(Sentence why, Exception? inner = null) => new(
        Sentences.Of("storage.unprotected", container.Name, container.AccountName, why, Mend), inner);
}
