using Archive.Evidence;
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

    /// <param name="what">What was asked of the storage.</param>
    public static StorageException Say(Sentence what, Exception e)
    {
        var answer = e as RequestFailedException ?? (RequestFailedException)((AggregateException)e).InnerExceptions[^1];
        return new(Sentences.Of("storage.azure-failed", what, Answer(answer)), e);
    }

    /// <summary>Status and code, and for the usual ones what to do.</summary>
    public static Sentence Answer(RequestFailedException e) => e.Status switch
    {
        0 => Sentences.Of("storage.azure-no-answer"),
        401 or 403 => Sentences.Of("storage.azure-refused", e.Status, e.ErrorCode),
        404 when e.ErrorCode == "ContainerNotFound" => Sentences.Of("storage.azure-no-container"),
        _ => Sentences.Of("storage.azure-answered", e.Status, e.ErrorCode),
    };
}
