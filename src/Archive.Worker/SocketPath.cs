using System.Text;

namespace Archive.Worker;

/// <summary>The name of a socket, which has room for 107 bytes (sun_path of unix(7), less its last zero).</summary>
public static class SocketPath
{
    private const int Longest = 107;

    /// <summary>
    /// What to listen on or to connect to. A path that is too long is shortened by way of the working directory, which
    /// changes.
    /// </summary>
    public static string Within(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) <= Longest)
            return path;
        Directory.SetCurrentDirectory(Path.GetDirectoryName(path)!);
        return Path.Combine("/proc/self/cwd", Path.GetFileName(path));
    }
}
