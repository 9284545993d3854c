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
    public const string Mend =
        "Switch on version-level immutability support for this container, with blob versioning on the account, and "
            + "let the key "
        + "set immutability policies and legal holds (see docs/operations.md, \"Vault on Azure\").";

    private const string OnlyForTests =
        " For a test only, ARCHIVE_ALLOW_MUTABLE_STORAGE=true lets the archive start without; every export and every "
            + "status page then says so.";

    /// <summary>
    /// The shortest that storage takes is a day. It is unlocked, so that the trial can clean up after itself.
    /// </summary>
    private static readonly TimeSpan PolicyLasts = TimeSpan.FromHours(25);

    /// <summary>Another host may be trying at this moment.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private static readonly byte[] Bytes = "This may not be changed.\n"u8.ToArray();

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
            throw new FaultException(
                $"The vault cannot be reached: {AzureFailures.Say("listing the container", e).Message}",
                e);
        }

        await Try("an immutability policy", UnderPolicy, ct);
        await Try("a legal hold", UnderHold, ct);
    }

    private async Task Try(
        string protection,
        Func<BlockBlobClient, CancellationToken, Task<bool>> protect,
        CancellationToken ct)
    {
        var blob = container.GetBlockBlobClient($"{Folder}{Ids.New()}");
        try
        {
            var version = await Write(blob, Bytes, overwrite: false, ct);
            if (!await protect(blob, ct))
                throw Unprotected($"it took {protection}, but does not say so when asked.");
            if (await Destroyed(blob, version, ct) is { } how)
                throw Unprotected($"what was under {protection} {how}.");
            await Clear(blob, ct);
        }
        catch (RequestFailedException e) when (e.Status is 401 or 403)
        {
            throw Unprotected($"{protection} could not be tried: {AzureFailures.Answer(e)}", e);
        }
        catch (Exception e) when (AzureFailures.Are(e))
        {
            throw Unprotected($"{protection}: {AzureFailures.Say("the trial", e).Message}", e);
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

    /// <returns>How the bytes could be destroyed; null if they are there after every attempt.</returns>
    private static async Task<string?> Destroyed(BlockBlobClient blob, string? version, CancellationToken ct)
    {
        var removed = await WentThrough(() => blob.DeleteAsync(cancellationToken: ct));
        var overwritten = await WentThrough(() => Write(blob, "Something else.\n"u8.ToArray(), overwrite: true, ct));
        if (!removed && !overwritten)
            return await Holds(blob, ct) ? null : "was changed all the same";
        if (version is null)
            return removed ? "could be deleted" : "could be overwritten";

        var kept = blob.WithVersion(version);
        return await WentThrough(() => kept.DeleteAsync(cancellationToken: ct)) || !await Holds(kept, ct)
            ? "could be removed as a version"
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
            throw Unprotected("a protection that was ended still holds, so that nothing could ever be destroyed.");
    }

    private FaultException Unprotected(string why, Exception? inner = null)
    {
        var says = $"Storage '{container.Name}' of account '{container.AccountName}' does not protect what is kept in "
            + $"it: {why} {Mend}{OnlyForTests}";
        return inner is null ? new(says) : new(says, inner);
    }
}
