using Archive.Evidence;
using Archive.Requests.Pictures;

namespace Archive.Tests.Requests;

public sealed class RequestPicturesTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"{Ids.New()}.png");

    public void Dispose() => File.Delete(path);

    [Fact]
    public async Task A_file_that_could_not_be_written_whole_is_not_there()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(() => RequestPictures.WriteNew(path, async file =>
        {
            await file.WriteAsync(new byte[9]);
            await file.FlushAsync();
            throw new OperationCanceledException();
        }));

        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_file_that_is_there_stays_as_it_is()
    {
        await File.WriteAllTextAsync(path, "van een ander");

        await Assert.ThrowsAsync<IOException>(
            () => RequestPictures.WriteNew(path, _ => Task.FromResult<Refusal?>(null)));

        Assert.Equal("van een ander", await File.ReadAllTextAsync(path));
    }
}
