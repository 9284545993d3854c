using Archive.Evidence;
using Azure;
using Azure.Core;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace Archive.Storage.Vault.Azure;

/// <summary>
/// Reaches a container by its address and a secret, which is an account key or a shared access signature.
/// </summary>
public static class AzureContainer
{
    private static readonly BlobClientOptions Options = new(BlobClientOptions.ServiceVersion.V2023_01_03)
    {
        Retry = {
            Mode = RetryMode.Exponential,
            MaxRetries = 5,
            Delay = TimeSpan.FromSeconds(0.5),
            MaxDelay = TimeSpan.FromSeconds(20) },
    };

    /// <param name="address">
    /// `https://account.blob.core.windows.net/container`, or `http://127.0.0.1:port/account/container`.
    /// </param>
    /// <param name="secret">An account key is base64; a signature has `sig=` in it.</param>
    /// <exception cref="FormatException">It is neither.</exception>
    public static BlobContainerClient Open(Uri address, string secret)
    {
        if (secret.Contains("sig=", StringComparison.Ordinal))
            return new(address, new AzureSasCredential(secret), Options);
        try
        {
            return new(
                address,
                new StorageSharedKeyCredential(new BlobUriBuilder(address).AccountName, secret),
                Options);
        }
        catch (FormatException e)
        {
            throw new MalformedException(Sentences.Of("storage.vault-key-form"), e);
        }
    }
}
