using System.Buffers.Binary;
using System.Security.Cryptography;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Archive.Storage.Vault.Azure;

/// <summary>
/// Sends bytes as blocks and gives them a name in one step. Sending the same again does no harm: a block has its number
/// for its id, and the name is only given if it is free.
/// </summary>
internal static class BlobBlocks
{
    /// <summary>At most 50,000 of them in a blob: 200 GiB.</summary>
    private const int BlockLength = 4 * 1024 * 1024;

    /// <returns>Ids of the blocks in order, and the MD5 of all.</returns>
    public static async Task<(IReadOnlyList<string> Blocks, byte[] Md5)> Stage(
        BlockBlobClient blob, Stream content, CancellationToken ct)
    {
#pragma warning disable CA5351 // what the storage checks on arrival; who guards against forgery is the name, SHA-256
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var blocks = new List<string>();
        var block = new byte[(int)Math.Min(BlockLength, content.Length)];
        content.Position = 0;
        for (int length; (length = await content.ReadAtLeastAsync(
            block,
            block.Length,
            throwOnEndOfStream: false,
            ct)) > 0;)
        {
            whole.AppendData(block.AsSpan(0, length));
            blocks.Add(Id(blocks.Count));
            using var bytes = new MemoryStream(block, 0, length, writable: false);
            await blob.StageBlockAsync(blocks[^1], bytes, Checked(MD5.HashData(block.AsSpan(0, length))), ct);
        }
#pragma warning restore CA5351

        return (blocks, whole.GetHashAndReset());
    }

    /// <summary>Fails with 409 BlobAlreadyExists if the name is taken.</summary>
    /// <returns>The version that now is the current one; null where the storage keeps no versions.</returns>
    public static async Task<string?> Commit(
        BlockBlobClient blob, IReadOnlyList<string> blocks, byte[] md5, BlobImmutabilityPolicy? policy,
        CancellationToken ct,
        bool overwrite = false)
    {
        BlobContentInfo committed = await blob.CommitBlockListAsync(
            blocks,
            new CommitBlockListOptions
            {
                HttpHeaders = new() { ContentHash = md5, ContentType = "application/octet-stream" },
                Conditions = overwrite ? null : new() { IfNoneMatch = ETag.All },
                ImmutabilityPolicy = policy,
            },
            ct);
        return committed.VersionId;
    }

    private static BlockBlobStageBlockOptions Checked(byte[] md5) => new()
    {
        TransferValidation = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5, PrecalculatedChecksum = md5 },
    };

    /// <summary>All of one length, as the storage asks.</summary>
    private static string Id(int block)
    {
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, block);
        return Convert.ToBase64String(number);
    }
}
