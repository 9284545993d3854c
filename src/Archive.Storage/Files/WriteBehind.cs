namespace Archive.Storage.Files;

/// <summary>
/// Puts on the disk what was written so far while other work goes on, so that less is left to wait for at the end.
/// </summary>
/// <param name="directory">In the file system that is written to.</param>
public sealed class WriteBehind(string directory) : IAsyncDisposable
{
    private Task writing = Task.CompletedTask;

    /// <summary>Begins to write all that is there now, unless it is still at it.</summary>
    public void Write()
    {
        if (writing.IsCompletedSuccessfully)
            writing = Task.Run(() => DurableFile.SyncFileSystem(directory));
    }

    /// <summary>When this returns everything is on the disk.</summary>
    /// <exception cref="IOException">The disk refused, now or before.</exception>
    public async Task End()
    {
        await writing;
        DurableFile.SyncFileSystem(directory);
    }

    /// <summary>Nothing goes on behind the caller's back.</summary>
    public async ValueTask DisposeAsync() =>
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
