using Archive.Evidence;
using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    private string File => Path.Combine(folder.FullName, "appsettings.json");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_file_is_read_and_the_command_line_counts_more()
    {
        System.IO.File.WriteAllText(
            File,
            """
            { "archive": { "visit-every": "00:30:00", "Contact": "a@b.example", "allowed-loopback": ["a", "b"] } }
            """);

        var settings = Settings.Of(["--visit-every=00:10:00"], File);

        Assert.Equal(TimeSpan.FromMinutes(10), settings.Time("visit-every", TimeSpan.Zero));
        Assert.Equal("a@b.example", settings.Text("contact"));
        Assert.Equal(["a", "b"], settings.List("allowed-loopback"));
    }

    [Fact]
    public void The_environment_counts_more_than_the_file_and_less_than_the_command_line()
    {
        const string Variable = "ARCHIVE_SETTINGS_TEST";
        System.IO.File.WriteAllText(File, """{ "archive": { "settings-test": "file" } }""");
        Environment.SetEnvironmentVariable(Variable, "environment");
        try
        {
            Assert.Equal("environment", Settings.Of([], File).Text("settings-test"));
            Assert.Equal("line", Settings.Of(["--settings-test=line"], File).Text("settings-test"));
            Environment.SetEnvironmentVariable(Variable, ""); // as good as absent
            Assert.Equal("file", Settings.Of([], File).Text("settings-test"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_named()
    {
        System.IO.File.WriteAllText(File, "{ archive");

        Assert.Contains(File, Assert.Throws<ValidationException>(() => Settings.Of([], File)).Message);
    }

    [Theory]
    [InlineData(Language.En, "ARCHIVE_HOME is not set.")]
    [InlineData(Language.Nl, "ARCHIVE_HOME is niet ingesteld.")]
    public void All_that_is_not_in_order_is_told_at_once(Language language, string first)
    {
        var settings = new Settings(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["tenant"] = "Voorbeeldstad", ["visit-every"] = "soon", ["timestamp-lead-days"] = "1", ["key-store"] = "x",
            ["vault-lock"] = "perhaps",
        }).Build(), language);

        var told = Assert.Throws<ValidationException>(() => new ServiceCollection().AddArchive(settings)).Errors
            .Select(e => e.ErrorMessage).ToList();

        Assert.StartsWith(first, told[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                "ARCHIVE_HOME", "ARCHIVE_TENANT", "ARCHIVE_NAME", "ARCHIVE_FACTS", "ARCHIVE_PERISHABLE",
                "ARCHIVE_SEQUENCER", "ARCHIVE_VAULT_LOCK", "ARCHIVE_KEY_STORE", "ARCHIVE_VISIT_EVERY",
                "ARCHIVE_TIMESTAMP_LEAD_DAYS",
            ],
            told.Select(t => t.Split(' ')[0]));
    }

    [Fact]
    public void Two_tenants_are_two_containers()
    {
        ServiceProvider Of(string tenant) => new ServiceCollection().AddLogging().AddArchive(
            new Settings(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["home"] = folder.FullName, ["tenant"] = tenant, ["name"] = "archive.example", ["facts"] = "Host=a",
                ["perishable"] = "Host=b", ["sequencer"] = "Host=c",
            }).Build(), Language.En)).BuildServiceProvider();
        using var one = Of("zuiderdam");
        using var other = Of("noorderdam");

        Assert.Equal("zuiderdam", one.GetRequiredService<ArchiveHome>().Tenant.ToString());
        Assert.Equal(
            "noorderdam", other.GetRequiredService<Archive.Storage.Facts.EventStore>().Tenant.ToString());
    }
}
