using System.Text;
using Archive.Evidence.Sets;

namespace Archive.Evidence.Verification;

/// <summary>
/// `data/unproven.csv`: the files in `originals/` that no opened member names by digest, and why. The header
/// `path,reason`, then one line per file by bytes of the path, lines ended by LF, the reason always in double quotes
/// (a quote inside doubled), without control characters. It lists one file or more: without any it is not there.
/// </summary>
public static class UnprovenOriginals
{
    public const string Path = "data/unproven.csv";
    private const string Header = "path,reason\n";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Write(IEnumerable<(string Path, string Reason)> files)
    {
        var text = new StringBuilder(Header);
        foreach (var (path, reason) in files.OrderBy(f => f.Path, ExportPath.Order))
        {
            if (!ExportPath.IsValid(path))
                throw new MalformedException("NoExportPath", path);
            if (string.IsNullOrWhiteSpace(reason) || reason.Any(char.IsControl))
                throw new MalformedException("ReasonForm", path);
            text.Append(path).Append(",\"").Append(reason.Replace("\"", "\"\"", StringComparison.Ordinal))
                .Append("\"\n");
        }

        return Utf8.GetBytes(text.ToString());
    }

    /// <exception cref="FormatException">The bytes are not exactly what <see cref="Write"/> makes.</exception>
    public static IReadOnlyDictionary<string, string> Parse(ReadOnlySpan<byte> bytes)
    {
        var files = new SortedDictionary<string, string>(ExportPath.Order);
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n').Skip(1).SkipLast(1))
        {
            var comma = line.IndexOf(',', StringComparison.Ordinal);
            if (comma < 0 || line.Length < comma + 3 || !files.TryAdd(line[..comma], Reason(line, comma)))
                throw new MalformedException("UnprovenLineForm", line);
        }

        if (files.Count == 0)
            throw new MalformedException("UnprovenNone");
        return Write(files.Select(f => (f.Key, f.Value))).AsSpan().SequenceEqual(bytes)
            ? files
            : throw new MalformedException("UnprovenForm");
    }

    private static string Reason(string line, int comma) =>
        line[(comma + 2)..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
}
