using Archive.Evidence.Facts;
using Archive.Storage.Files;

namespace Archive.Tests.Evidence.Vault;

public sealed class WorkRoomTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void A_room_in_use_is_not_swept_and_a_room_left_behind_is()
    {
        using var room = WorkDirectory.In(directory);
        File.WriteAllText(Path.Combine(room.Path, "plain"), "bytes");
        Assert.Equal(0, WorkDirectory.Sweep(directory));

        // What a host that was killed leaves: the same, and no lock.
        var left = Path.Combine(directory, ".work-0b0e3ad9-6f0e-4a49-8a2b-5d3f2d0c9c11");
        Directory.CreateDirectory(Path.Combine(left, "set", "documents"));
        File.WriteAllText(Path.Combine(left, "set", "documents", "plain"), "bytes");
        File.WriteAllText(Path.Combine(left, ".held"), "");

        Assert.Equal(1, WorkDirectory.Sweep(directory));
        Assert.False(Directory.Exists(left));
        Assert.Equal("bytes", File.ReadAllText(Path.Combine(room.Path, "plain")));
    }

    [Fact]
    public void A_room_is_gone_when_the_work_is_done_and_only_its_owner_may_enter_it()
    {
        var room = WorkDirectory.In(directory);
        Directory.CreateDirectory(Path.Combine(room.Path, "deeper"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(room.Path));

        room.Dispose();

        Assert.Empty(Directory.EnumerateFileSystemEntries(directory));
        Assert.Equal(0, WorkDirectory.Sweep(directory));
    }

    [Fact]
    public void What_lies_beside_rooms_is_left_alone()
    {
        Directory.CreateDirectory(Path.Combine(directory, "WOO-2026-0001-1"));
        Assert.Equal(0, WorkDirectory.Sweep(directory));
        Assert.Equal(0, WorkDirectory.Sweep(Path.Combine(directory, "not there")));
        Assert.True(Directory.Exists(Path.Combine(directory, "WOO-2026-0001-1")));
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
