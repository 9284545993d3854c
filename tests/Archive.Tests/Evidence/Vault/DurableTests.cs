using System.Runtime.Versioning;
using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Files;

namespace Archive.Tests.Evidence.Vault;

[SupportedOSPlatform("linux")]
public sealed class DurableTests : IDisposable
{
    private readonly TestDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_name_that_is_taken_stays_as_it_was()
    {
        var path = directory.File("a");

        Assert.True(DurableFile.WriteNew(path, "first"u8));
        Assert.False(DurableFile.WriteNew(path, "second"u8));

        Assert.Equal("first", File.ReadAllText(path));
        Assert.Equal([path], directory.Files());
    }

    [Fact]
    public async Task Of_many_writers_of_one_name_one_wins()
    {
        var path = directory.File("a");

        var won = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            i => Task.Run(() => DurableFile.WriteNew(path, Encoding.ASCII.GetBytes($"writer {i}")))));

        Assert.Single(won, true);
        Assert.Equal($"writer {Array.IndexOf(won, true)}", File.ReadAllText(path));
        Assert.Equal([path], directory.Files());
    }

    [Fact]
    public void What_is_replaced_is_replaced_whole_and_with_its_mode()
    {
        var path = directory.File("a");
        DurableFile.WriteNew(path, "first"u8);
        DurableFile.Replace(path, "second"u8, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Equal("second", File.ReadAllText(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_file_that_is_not_published_is_gone()
    {
        using (var file = NewFile.In(directory.Path, 1000))
            file.Stream.Write("half"u8);

        Assert.Empty(directory.Files());
    }

    [Fact]
    public void A_refusal_of_the_disk_carries_the_systems_reason()
    {
        using var file = NewFile.In(directory.Path);

        var e = Assert.Throws<StorageException>(
            () => file.Publish(directory.File("no/such/directory/a"), DurableFile.Kept));

        Assert.Contains("No such file or directory (errno 2)", e.Message, StringComparison.Ordinal);
        Assert.Contains("Controleer de schijf", Sentence.Of(e, "a").In(Language.Nl), StringComparison.Ordinal);
    }

    // The proc file system has no fsync: a failure that every Linux can show.
    [Fact]
    public void A_directory_that_cannot_be_synced_is_reported() => Assert.Contains(
        "fsync of '/proc/self/fd' failed",
        Assert.Throws<StorageException>(() => DurableFile.SyncDirectory("/proc/self/fd")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Directories_are_made_with_their_parents()
    {
        DurableFile.CreateDirectory(directory.File("a/b/c"));
        DurableFile.CreateDirectory(directory.File("a/b/c"));

        Assert.True(Directory.Exists(directory.File("a/b/c")));
    }
}
