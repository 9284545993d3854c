using Archive.Storage.Files;

namespace Archive.Tests.Evidence.Vault;

public sealed class FileSlotTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("archive-slots-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task Of_two_slots_the_third_waits_for_one_that_is_given_up()
    {
        using var one = await FileSlot.Take(directory, 2, default);
        var two = await FileSlot.Take(directory, 2, default);
        var third = FileSlot.Take(directory, 2, default);

        Assert.NotSame(third, await Task.WhenAny(third, Task.Delay(TimeSpan.FromMilliseconds(300))));
        two.Dispose();
        using var taken = await third.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Who_waits_can_be_told_to_stop()
    {
        using var one = await FileSlot.Take(directory, 1, default);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FileSlot.Take(directory, 1, stop.Token));
    }
}
