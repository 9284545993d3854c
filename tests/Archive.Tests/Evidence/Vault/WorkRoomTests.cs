using Archive.Evidence.Facts;
using Archive.Storage.Files;

namespace Archive.Tests.Evidence.Vault;

public sealed class WorkRoomTests : IDisposable
{
    private static readonly DateTimeOffset Old = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly string directory = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void A_room_in_use_is_not_swept_and_a_room_left_behind_is()
    {
        using var room = WorkDirectory.In(directory);
        File.WriteAllText(Path.Combine(room.Path, "plain"), "bytes");
        Assert.Equal(0, WorkDirectory.Sweep(directory, Old));

        // What a host that was killed leaves: the same, and no lock.
        var left = Path.Combine(directory, ".work-0b0e3ad9-6f0e-4a49-8a2b-5d3f2d0c9c11");
        Directory.CreateDirectory(Path.Combine(left, "set", "documents"));
        File.WriteAllText(Path.Combine(left, "set", "documents", "plain"), "bytes");
        File.WriteAllText(Path.Combine(left, ".held"), "");

        Assert.Equal(1, WorkDirectory.Sweep(directory, Old));
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
        Assert.Equal(0, WorkDirectory.Sweep(directory, Old));
    }

    [Fact]
    public void What_was_not_locked_yet_or_not_any_more_is_swept_when_it_is_old()
    {
        string[] left =
        [
            ".new-.work-0b0e3ad9-6f0e-4a49-8a2b-5d3f2d0c9c11", ".new-.work-0b0e3ad9-6f0e-4a49-8a2b-5d3f2d0c9c12",
            ".work-0b0e3ad9-6f0e-4a49-8a2b-5d3f2d0c9c13",
        ];
        foreach (var name in left)
            Directory.CreateDirectory(Path.Combine(directory, name));
        File.WriteAllText(Path.Combine(directory, left[0], ".held"), "");
        foreach (var name in left)
            Directory.SetLastWriteTimeUtc(Path.Combine(directory, name), Old.UtcDateTime.AddHours(-1));
        Directory.CreateDirectory(Path.Combine(directory, ".new-.work-0b0e3ad9-6f0e-4a49-8a2b-5d3f2d0c9c14"));

        Assert.Equal(3, WorkDirectory.Sweep(directory, Old));
        Assert.EndsWith("9c14", Assert.Single(Directory.EnumerateDirectories(directory)));
    }

    [Fact]
    public void What_lies_beside_rooms_is_left_alone()
    {
        Directory.CreateDirectory(Path.Combine(directory, "WOO-2026-0001-1"));
        Assert.Equal(0, WorkDirectory.Sweep(directory, Old));
        Assert.Equal(0, WorkDirectory.Sweep(Path.Combine(directory, "not there"), Old));
        Assert.True(Directory.Exists(Path.Combine(directory, "WOO-2026-0001-1")));
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
