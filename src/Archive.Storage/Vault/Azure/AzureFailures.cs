using Azure;

namespace Archive.Storage.Vault.Azure;

/// <summary>
/// What Azure Storage answered, said so that an operator can mend it. Never an address: it may hold a signature.
/// </summary>
internal static class AzureFailures
{
    /// <summary>Whether the storage, and not this program, is what failed.</summary>
    public static bool Are(Exception e) =>
        e is RequestFailedException
            || e is AggregateException all && all.InnerExceptions.All(i => i is RequestFailedException);

    /// <summary>
    /// Whether the storage refuses because the blob is under a policy or a legal hold; nothing else proves that it is.
    /// </summary>
    public static bool IsImmutable(RequestFailedException e) =>
        e.ErrorCode is "BlobImmutableDueToPolicy" or "BlobImmutableDueToLegalHold";

    public static IOException Say(string what, Exception e)
    {
        var answer = e as RequestFailedException ?? (RequestFailedException)((AggregateException)e).InnerExceptions[^1];
        return new IOException($"{what} failed: {Answer(answer)}", e);
    }

    /// <summary>Status and code, and for the usual ones what to do.</summary>
    public static string Answer(RequestFailedException e) => e.Status switch
    {
        0 => "the storage does not answer. Check the address in ARCHIVE_VAULT and the network.",
        401 or 403 => $"the storage refuses the key ({e.Status} {e.ErrorCode}). Check ARCHIVE_VAULT_KEY and what it "
            + "may do.",
        404 when e.ErrorCode == "ContainerNotFound" => "the storage has no such container. Make it, or mend the "
            + "address in ARCHIVE_VAULT.",
        _ => $"the storage answered {e.Status} {e.ErrorCode}.",
    };
}
