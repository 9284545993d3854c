using Archive.Evidence.Facts;
using Archive.Evidence.Sets;
using Xunit.Abstractions;

namespace Archive.Tests.Evidence.Verification;

public sealed class TamperTests(ITestOutputHelper output) : IDisposable
{
    private const int Flips = 200;

    private readonly SyntheticExport export = new();
    private readonly int seed = Environment.GetEnvironmentVariable("ARCHIVE_SEED") is { Length: > 0 } chosen
        ? int.Parse(chosen, System.Globalization.CultureInfo.InvariantCulture)
        : Random.Shared.Next();

    public void Dispose() => export.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_flipped_byte_anywhere_in_the_directory_fails_and_names_the_file(bool trusted)
    {
        var random = Seeded();
        var files = Directory.GetFiles(export.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .ToList();
        for (var i = 0; i < Flips; i++)
        {
            var file = files[i < files.Count ? i : random.Next(files.Count)]; // every file at least once
            var path = Path.GetRelativePath(export.Path, file);
            var at = random.Next((int)new FileInfo(file).Length);
            AssertFails(file, at, random.Next(1, 256), export.Path, trusted, path);
        }

        Assert.Equal(trusted ? 0 : 2, Checking.Of(export.Path, trusted ? export.TrustText() : null).Code);
    }

    [Fact]
    public void A_flipped_byte_anywhere_in_the_zip_fails_and_names_the_file()
    {
        var random = Seeded();
        var zip = export.Zip();
        var owners = Owners(zip);
        for (var i = 0; i < Flips; i++)
        {
            var at = random.Next(owners.Length);
            AssertFails(zip, at, random.Next(1, 256), zip, trusted: false, owners[at]);
        }

        Assert.Equal(2, Checking.Of(zip).Code);
    }

    [Fact]
    public void A_flipped_byte_anywhere_in_a_header_of_the_zip_fails_and_names_the_file()
    {
        var random = Seeded();
        var zip = export.Zip();
        var owners = Owners(zip);
        var headers = HeaderBytes().ToList();
        Assert.True(headers.Count > 2000);
        foreach (var at in headers.Where((_, i) => i % 4 == random.Next(4))) // one in four, other ones each time
            AssertFails(zip, at, 1 << random.Next(8), zip, trusted: false, owners[at]);
    }

    private Random Seeded()
    {
        output.WriteLine($"ARCHIVE_SEED={seed}");
        return new Random(seed);
    }

    private void AssertFails(string file, int at, int flip, string path, bool trusted, string named)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[at] ^= (byte)flip;
        File.WriteAllBytes(file, bytes);
        var checking = Checking.Of(path, trusted ? export.TrustText() : null);
        bytes[at] ^= (byte)flip;
        File.WriteAllBytes(file, bytes);

        var where = $"ARCHIVE_SEED={seed}: byte {at} of {file} ^ {flip} gave\n{checking.Output}";
        Assert.True(checking.Code == 1, where);
        Assert.True(checking.Output.Contains(named, StringComparison.Ordinal), $"{named} is not named; {where}");
    }

    /// <summary>
    /// Per byte of the zip, the file it belongs to: by its own header, content or line in the directory.
    /// </summary>
    private string[] Owners(string zip)
    {
        var owners = new List<string>();
        foreach (var (path, size) in Files())
            owners.AddRange(Enumerable.Repeat(path, 30 + Name(path).Length + (int)size));
        foreach (var (path, _) in Files())
            owners.AddRange(Enumerable.Repeat(path, 46 + Name(path).Length));
        owners.AddRange(Enumerable.Repeat(Path.GetFileName(zip), 22));
        Assert.Equal(new FileInfo(zip).Length, owners.Count);
        return [.. owners];
    }

    private IEnumerable<int> HeaderBytes()
    {
        var at = 0;
        foreach (var (path, size) in Files())
        {
            for (var i = 0; i < 30 + Name(path).Length; i++)
                yield return at + i;
            at += 30 + Name(path).Length + (int)size;
        }

        for (var length = Files().Sum(f => 46 + Name(f.Path).Length) + 22; length > 0; length--)
            yield return at++;
    }

    private static string Name(string path) => $"{SyntheticExport.SetNumber}/{path}";

    private List<(string Path, long Size)> Files() => Directory.GetFiles(export.Path, "*", SearchOption.AllDirectories)
        .Select(f => (Path: Path.GetRelativePath(export.Path, f), new FileInfo(f).Length))
        .OrderBy(f => f.Path, ExportPath.Order)
        .ToList();
}
