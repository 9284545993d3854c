using System.Globalization;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>Chance that can be repeated: what a test prints as ARCHIVE_SEED can be given back to it.</summary>
internal static class Seed
{
    public static Random Write(ITestOutputHelper output)
    {
        var seed = Environment.GetEnvironmentVariable("ARCHIVE_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        output.WriteLine($"ARCHIVE_SEED={seed}");
        return new Random(seed);
    }
}
