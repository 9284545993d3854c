using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Archive.Storage.Vault.Azure;

/// <summary>
/// A blob, fetched a window at a time: most objects fit in one, so that they cost one request. Later windows are of the
/// same ETag or fail.
/// </summary>
internal sealed class BlobBytes : IStoredBytes
{
    private const int WindowLength = 4 * 1024 * 1024;

    private readonly BlockBlobClient blob;
    private readonly ETag version;
    private byte[] window;
    private long start;

    private BlobBytes(BlockBlobClient blob, ETag version, byte[] first, long length) =>
        (this.blob, this.version, window, Length) = (blob, version, first, length);

    public long Length { get; }

    /// <returns>Null if there is no such blob.</returns>
    public static async Task<BlobBytes?> Open(BlockBlobClient blob, CancellationToken ct)
    {
        try
        {
            BlobDownloadStreamingResult first = await blob.DownloadStreamingAsync(
                new BlobDownloadOptions { Range = new(0, WindowLength) }, ct);
            await using var content = first.Content;
            // `bytes 0-4194303/9000000`; without a range the answer is the whole.
            var length = first.Details.ContentRange is { } range
                ? long.Parse(range[(range.LastIndexOf('/') + 1)..], System.Globalization.CultureInfo.InvariantCulture)
                : first.Details.ContentLength;
            return new(blob, first.Details.ETag, await Whole(content, (int)Math.Min(length, WindowLength), ct), length);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.InvalidRange)
        {
            return new(blob, default, [], 0); // an empty blob has no first byte to ask for
        }
        catch (Exception e) when (AzureFailures.Are(e))
        {
            throw AzureFailures.Say(Sentences.Of("storage.azure-fetching"), e);
        }
    }

    public async ValueTask<int> Read(Memory<byte> buffer, long at, CancellationToken ct)
    {
        var read = 0;
        while (read < buffer.Length && at + read < Length)
        {
            if (at + read < start || at + read >= start + window.Length)
                await Fetch(at + read, ct);
            var part = window.AsMemory((int)(at + read - start));
            part = part[..Math.Min(part.Length, buffer.Length - read)];
            part.CopyTo(buffer[read..]);
            read += part.Length;
        }

        return read;
    }

    public void Dispose() => window = [];

    private async Task Fetch(long at, CancellationToken ct)
    {
        try
        {
            var length = (int)Math.Min(WindowLength, Length - at);
            BlobDownloadStreamingResult next = await blob.DownloadStreamingAsync(
                new BlobDownloadOptions { Range = new(at, length), Conditions = new() { IfMatch = version } }, ct);
            await using var content = next.Content;
            (window, start) = (await Whole(content, length, ct), at);
        }
        catch (Exception e) when (AzureFailures.Are(e))
        {
            throw AzureFailures.Say(Sentences.Of("storage.azure-fetching"), e);
        }
    }

    private static async Task<byte[]> Whole(Stream content, int length, CancellationToken ct)
    {
        var bytes = new byte[length];
        await content.ReadExactlyAsync(bytes, ct);
        return bytes;
    }
}
