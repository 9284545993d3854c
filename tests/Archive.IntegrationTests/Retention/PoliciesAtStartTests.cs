using Archive.IntegrationTests.Faults;

namespace Archive.IntegrationTests.Retention;

/// <summary>No host begins on policy files that are wrong, and whoever wrote them reads what is wrong where.</summary>
public sealed class PoliciesAtStartTests : IAsyncLifetime
{
    private const string Wrong = "list.yaml, line 1: `title` is missing";

    private readonly string folder = Directory.CreateTempSubdirectory("archive-policies-").FullName;
    private readonly TestDatabase database = new();

    public async Task InitializeAsync()
    {
        await database.InitializeAsync();
        await File.WriteAllTextAsync(
            Path.Combine(folder, "list.yaml"),
            """
            id: list
            source:
              name: Een lijst
              citation: Stcrt. 2020, 1
              adopted: 2020-02-18
            validFrom: 2020-01-01
            categories:
              - number: "20.1"
                name: Informeren
                appliesTo: [post]
                disposition: vernietigen
                term: P1Y
                starts: nihil
                certainty: found
            """);
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("worker")]
    [InlineData("web")]
    [InlineData("findings")]
    [InlineData("retention check")]
    public async Task Every_host_reads_them_at_its_start_and_names_what_is_wrong(string host)
    {
        var settings = TestSettings.Of(database, folder);
        (string, string) policies = ("ARCHIVE_RETENTION_POLICIES", folder);
        using var process = host switch
        {
            "worker" => ProductProcess.Worker(settings, policies),
            "web" => ProductProcess.Web(settings, policies),
            _ => ProductProcess.Cli(settings, host.Split(' '), policies),
        };

        Assert.Equal(1, await process.Ended(TimeSpan.FromMinutes(2)));
        Assert.Contains(Wrong, process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Those_that_come_with_the_program_are_in_order()
    {
        using var process = ProductProcess.Cli(TestSettings.Of(database, folder), ["retention", "check"]);

        Assert.Equal(0, await process.Ended(TimeSpan.FromMinutes(2)));
        Assert.Contains("20.1.2 ", process.Output, StringComparison.Ordinal);
        Assert.Contains("Kept, because no category covers them: comment.", process.Output, StringComparison.Ordinal);
        Assert.Contains("In order: 1 files in ", process.Output, StringComparison.Ordinal);
    }
}
