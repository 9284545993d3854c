namespace Archive.Tests;

/// <summary>
/// Data made by others (test vectors, recorded answers of platforms), kept beside the repository and not in it. The
/// folder is ARCHIVE_FIXTURES, or else `shared` next to the repository.
/// </summary>
public static class Fixtures
{
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("ARCHIVE_FIXTURES") is { Length: > 0 } chosen
            ? chosen
            : Path.GetFullPath(Path.Combine(RepositoryRoot(), "..", "shared"));

    /// <summary>
    /// Why a test with fixtures is skipped. Null where they are, and in CI, where doing without is a failure.
    /// </summary>
    public static string? ReasonToSkip { get; } =
        Directory.Exists(Folder) || Environment.GetEnvironmentVariable("CI") == "true"
            ? null
            : $"There are no fixtures in {Folder}; set ARCHIVE_FIXTURES to the folder that has them.";

    /// <param name="path">Below the folder, with '/': `vectors/tessera-testlog/testdata/log`.</param>
    public static string At(string path)
    {
        var full = Path.Combine(Folder, path);
        return Path.Exists(full)
            ? full
            : throw new FileNotFoundException($"There is no {full}; set ARCHIVE_FIXTURES to the folder that has it.");
    }

    public static byte[] Bytes(string path) => File.ReadAllBytes(At(path));

    public static string Text(string path) => File.ReadAllText(At(path));

    private static string RepositoryRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Archive.sln")))
                return at.FullName;
        }

        throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} is not below the repository (Archive.sln).");
    }
}

/// <summary>A test that needs <see cref="Fixtures"/>.</summary>
public sealed class FixtureFactAttribute : FactAttribute
{
    public FixtureFactAttribute() => Skip = Fixtures.ReasonToSkip;
}

/// <summary>A table of cases from <see cref="Fixtures"/>.</summary>
public sealed class FixtureTheoryAttribute : TheoryAttribute
{
    public FixtureTheoryAttribute() => Skip = Fixtures.ReasonToSkip;
}
