using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// A test that mounts file systems or looks into other processes. Without root it is skipped, and says so; in CI it
/// fails.
/// </summary>
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = System.Environment.IsPrivilegedProcess
        || System.Environment.GetEnvironmentVariable("CI") == "true"
        ? null
        : "It mounts a file system or traces a process, which only root may: run ./archive test as root.";
}

/// <summary>The machine's own programs and calls.</summary>
internal static partial class Machine
{
    /// <returns>What it wrote.</returns>
    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {said}{errors.Result}");
        return said;
    }

    public static void Signal(int process, int signal) => Assert.True(TrySignal(process, signal));

    /// <returns>False if there is no such process any more.</returns>
    public static bool TrySignal(int process, int signal) => Kill(process, signal) == 0;

    /// <summary>
    /// The file system under a path stops where it is: nothing that is not on its disk yet will ever be
    /// (EXT4_IOC_SHUTDOWN, EXT4_GOING_FLAGS_NOLOGFLUSH).
    /// </summary>
    public static void ShutDown(string path)
    {
        const nuint Shutdown = 0x8004587d;
        var noLogFlush = 2;
        var directory = Open(path, 0);
        Assert.True(directory >= 0, $"{path} does not open.");
        var refused = Control(directory, Shutdown, ref noLogFlush);
        _ = Close(directory);
        Assert.Equal(0, refused);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int file, nuint request, ref int flags);
}
