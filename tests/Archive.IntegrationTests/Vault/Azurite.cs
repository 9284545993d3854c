using System.Diagnostics;
using System.Text.RegularExpressions;
using Archive.Evidence;
using Archive.Storage.Vault.Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;

namespace Archive.IntegrationTests.Vault;

/// <summary>
/// Azurite, the storage emulator that Azure's makers publish, as a process of its own with nothing on disk. It knows no
/// versions, no immutability policies and no legal holds: it takes the headers, and keeps nothing of them.
/// </summary>
public sealed partial class Azurite : IAsyncLifetime
{
    public const string Account = "devstoreaccount1";

    /// <summary>The one everybody knows; it opens nothing but this emulator.</summary>
    public const string Key =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private Process process = null!;

    public Uri Address { get; private set; } = null!;

    /// <summary>A container of its own for each test, made.</summary>
    public async Task<Uri> Container()
    {
        var address = new Uri(Address, $"{Account}/vault{Ids.New():n}");
        await AzureContainer.Open(address, Key).CreateAsync();
        return address;
    }

    /// <summary>What is in a container, as one who has the key and goes around the archive.</summary>
    public static BlobContainerClient Open(Uri container) => AzureContainer.Open(container, Key);

    public async Task InitializeAsync()
    {
        var program = Path.Combine(await Installed(), "node_modules", "azurite", "dist", "src", "blob", "main.js");
        process = Process.Start(new ProcessStartInfo(
            "node", [program, "--blobPort", "0", "--inMemoryPersistence", "--skipApiVersionCheck",
            "--disableProductStyleUrl", "--silent"])
        {
            RedirectStandardOutput = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                Address = new Uri(match.Groups[1].Value);
                _ = process.StandardOutput.ReadToEndAsync(); // a full pipe would stop it
                return;
            }
        }

        Assert.Fail($"Azurite ended before it listened, with exit code {process.ExitCode}.");
    }

    public Task DisposeAsync()
    {
        process.Kill();
        process.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>
    /// The directory ARCHIVE_AZURITE names, else beside the tests, installed there from the lock file.
    /// </summary>
    private static async Task<string> Installed()
    {
        if (Environment.GetEnvironmentVariable("ARCHIVE_AZURITE") is { Length: > 0 } named)
            return named;
        var directory = Path.Combine(AppContext.BaseDirectory, "Vault", "azurite");
        if (!File.Exists(Path.Combine(directory, "node_modules", "azurite", "package.json")))
        {
            using var npm = Process
                .Start(new ProcessStartInfo("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"])
                    {
                        WorkingDirectory = directory,
                        RedirectStandardOutput = true,
                    })!;
            await npm.StandardOutput.ReadToEndAsync();
            await npm.WaitForExitAsync();
            Assert.True(
                npm.ExitCode == 0,
                $"npm install failed in {directory}; is the package registry reachable from here?");
        }

        return directory;
    }

    [GeneratedRegex(@"successfully listens on (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}

internal static class Around
{
    /// <summary>Puts bytes under a name, as one who has the key.</summary>
    public static async Task Put(this BlobContainerClient container, string name, byte[] bytes)
    {
        var blob = container.GetBlockBlobClient(name);
        using var content = new MemoryStream(bytes);
        if (bytes.Length > 0)
            await blob.StageBlockAsync("AAAA", content);
        await blob.CommitBlockListAsync(bytes.Length > 0 ? ["AAAA"] : []);
    }
}

/// <summary>One Azurite for all tests of the vault on Azure.</summary>
[CollectionDefinition(nameof(Azurite))]
public sealed class AzuriteTests : ICollectionFixture<Azurite>;
