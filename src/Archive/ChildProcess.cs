using System.Diagnostics;

namespace Archive;

/// <summary>
/// Another program that we start. It is told nothing of our environment, in which passwords and keys may be, and all it
/// writes comes to us.
/// </summary>
public static class ChildProcess
{
    /// <param name="program">By path, or by name from our PATH.</param>
    public static ProcessStartInfo Of(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        return start;
    }
}
