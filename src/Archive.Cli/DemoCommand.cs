using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Archive.Capture;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Records;
using Archive.Sources;
using Archive.Verifier;

namespace Archive.Cli;

/// <summary>
/// The main job once, from the first visit to the verdict, on a sample municipality that a small server on this machine
/// plays. Every run is a body of its own, so that it can be run again and again in one archive.
/// </summary>
internal static class DemoCommand
{
    private const string Account = "@gemeente@voorbeeldstad.example";

    public static Command Make()
    {
        var command = new Command("demo", "Does the whole job once with a sample municipality.");
        command.SetAction(async (_, ct) =>
        {
            if (Environment.GetEnvironmentVariable("ARCHIVE_REPLAY") is not { } replay || !File.Exists(replay))
            {
                await Console.Error
                    .WriteLineAsync("The sample municipality is not built. Start the demo with ./archive demo.");
                return Session.Faulty;
            }

            using var platform = await Platform.Start(replay, ct);
            return await Session.Run(
                (session, token) => Run(session, platform, token),
                ct,
                settings => settings with
                {
                    Tenant = $"demo-{Ids.New().ToString("N")[..8]}",
                    Body = "Gemeente Voorbeeldstad",
                    AllowedLoopback = [platform.Address.Authority],
                });
        });
        return command;
    }

    private static async Task<int> Run(Session session, Platform platform, CancellationToken ct)
    {
        Step("Gemeente Voorbeeldstad is being watched");
        var watched = await session.Get<SourceDesk>().Watch(
            new(new PlatformName("mastodon"), Account, LegalBasis.OwnAccount, platform.Address), officer: null, ct);
        if (watched.IsRefused(out var refused, out var source))
            return Session.Say(refused);

        var first = await Visit(session, source, ct);
        await platform.MoveOn(ct);
        Step("Days pass: posts are edited, comments disappear, new ones are written");
        var second = await Visit(session, source, ct);

        var (request, export) = await new DemoRequest(session).Run(Step, ct);
        var trust = Path.Combine(session.Get<ArchiveSettings>().ExportsPath, $"{export.Set}-trust.txt");
        await File.WriteAllTextAsync(trust, export.Trust, ct);

        Step("An outsider checks the set, offline, with the keys received by another way");
        var verdict = VerifyCommand.Run(export.Zips[0], trust, Language.FromEnvironment(), Console.Out);
        Console.WriteLine();
        Console.WriteLine($"captured         {first.NewRecords + second.NewRecords} records in "
            + $"{first.NewVersions + second.NewVersions} versions");
        Console.WriteLine(
            $"changed          {second.NewVersions - second.NewRecords} versions added by the second visit");
        Console.WriteLine($"disappeared      {second.Disappeared} records");
        Console.WriteLine($"gaps             {first.Gaps + second.Gaps}, each recorded with its cause");
        Console.WriteLine(
            $"request          {request}: {export.Opened} words and particulars disclosed, {export.Withheld} withheld");
        foreach (var pdf in export.Pdfs)
            Console.WriteLine($"PDF              {pdf}");
        Console.WriteLine($"set              {string.Join(", ", export.Zips)}");
        Console.WriteLine($"trusted keys     {trust}");
        Console.WriteLine($"check it         ./archive check {Quote(export.Zips[0])} --trust {Quote(trust)}");
        Console.WriteLine($"                 pdfsig {Quote(export.Pdfs[0])}   (from poppler-utils)");
        Console.WriteLine(verdict == 0 ? "verified" : "NOT VERIFIED");
        return verdict;
    }

    private static async Task<VisitCounts> Visit(Session session, Source source, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        Step("A visit: every post, comment, edit and picture");
        var counts = await session.Get<SourceVisits>().Visit(source, ct)
            ?? throw new FaultException("The sample municipality is being visited by someone else.");
        await session.Get<LogCatchUp>().BringUpToDate(ct);
        Console.WriteLine($"  {SourceCommands.Counted(counts)} "
            + $"{watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
        return counts;
    }

    private static void Step(string what) => Console.WriteLine($"- {what}");

    private static string Quote(string path) => path.Any(char.IsWhiteSpace) ? $"'{path}'" : path;

    /// <summary>The small server that plays the platform, as a process of its own.</summary>
    private sealed class Platform(Process process, Uri address) : IDisposable
    {
        public Uri Address => address;

        public static async Task<Platform> Start(string dll, CancellationToken ct)
        {
            var portFile = Path.Combine(Path.GetTempPath(), $"archive-demo-{Ids.New():N}");
            var process = Process.Start(new ProcessStartInfo("dotnet", [dll, "--sample", "--port-file", portFile]) {
                RedirectStandardOutput = true })!;
            process.BeginOutputReadLine();
            while (!File.Exists(portFile))
            {
                if (process.HasExited)
                    throw new FaultException("The sample municipality did not start. Build again with ./archive demo.");
                await Task.Delay(50, ct);
            }

            var port = (await File.ReadAllTextAsync(portFile, ct)).Trim();
            File.Delete(portFile);
            return new(process, new Uri($"http://127.0.0.1:{port}"));
        }

        /// <summary>Lets the town live on for some days.</summary>
        public async Task MoveOn(CancellationToken ct)
        {
            using var http = new HttpClient();
            using var answer = await http.PostAsync(new Uri(Address, "/replay/state/later"), content: null, ct);
            answer.EnsureSuccessStatusCode();
        }

        public void Dispose()
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }
    }
}
