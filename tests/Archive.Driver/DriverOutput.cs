using System.Security.Cryptography;
using Archive.Evidence;

namespace Archive.Driver;

/// <summary>Lines to whoever listens: written whole, at once, and only after what they say is so.</summary>
internal static class DriverOutput
{
    private static readonly Stream Output = Console.OpenStandardOutput();
    private static readonly Lock Turn = new();

    public static void Line(string line)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(line.ReplaceLineEndings(" ") + "\n");
        lock (Turn)
        {
            Output.Write(bytes);
            Output.Flush();
        }
    }

    public static void Refused(string what, Exception e) => Line($"refused {what} {e.GetType().Name} {e.Message}");

    public static string Of(ReadOnlySpan<byte> bytes) => Digest.From(SHA256.HashData(bytes)).ToString();
}
