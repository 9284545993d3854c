namespace Archive.Replay;

/// <summary>
/// Recorded answers of real servers. They are other people's data, so they are not in this repository: the environment
/// variable ARCHIVE_FIXTURES names the directory that has them in <c>fixtures/</c>; without it, <c>../shared</c> beside
/// the repository. Recordings of our own, in the same shapes and written for these tests, are in
/// <c>tests/Archive.Replay/Recordings</c>; their names begin with <c>own-</c>.
/// </summary>
public static class Fixtures
{
    public static string Root { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("ARCHIVE_FIXTURES") ?? Path.Combine(RepositoryRoot(), "..", "shared"),
        "fixtures");

    public static bool AreHere => Directory.Exists(Root);

    public static string Folder(string name) =>
        Path.Combine(name.StartsWith("own-", StringComparison.Ordinal) ? Own : Root, name);

    private static string Own { get; } =
        Path.Combine(RepositoryRoot(), "tests", "Archive.Replay", "Recordings");

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Archive.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? Directory.GetCurrentDirectory();
    }
}
