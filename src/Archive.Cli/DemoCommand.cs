using System.CommandLine;
using System.Diagnostics;
using Archive.Capture;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Home;
using Archive.People;
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
    private static readonly Lines Lines = new("Demo");

    private const string Account = "@gemeente@voorbeeldstad.example";

    public static Command Make()
    {
        var command = new Command("demo");
        command.SetAction(async (_, ct) =>
        {
            if (Environment.GetEnvironmentVariable("ARCHIVE_REPLAY") is not { } replay || !File.Exists(replay))
            {
                Lines.WriteError("NotBuilt");
                return Session.Faulty;
            }

            using var platform = await Platform.Start(replay, ct);
            return await Session.Run(
                (session, token) => Run(session, platform, token),
                ct,
                new Dictionary<string, string?>
                {
                    ["tenant"] = $"{HomeOptions.PracticePrefix}{Ids.New().ToString("N")[..8]}",
                    ["body"] = "Gemeente Voorbeeldstad",
                    ["allowed-loopback"] = platform.Address.Authority,
                });
        });
        return command;
    }

    private static async Task<int> Run(Session session, Platform platform, CancellationToken ct)
    {
        Step("Watched");
        var watched = await session.Get<SourceDesk>().Watch(
            new(new PlatformName("mastodon"), Account, LegalBasis.OwnAccount, platform.Address),
            await session.Get<Operators>().Here(Caller.Now.Secret("SUDO_USER"), ct), ct);
        if (watched.IsRefused(out var refused, out var source))
            return Session.Say(refused);

        var first = await Visit(session, source, ct);
        await platform.MoveOn(ct);
        Step("DaysPass");
        var second = await Visit(session, source, ct);

        var (request, export, handler, password) = await new DemoRequest(session).Run(Step, ct);
        var trust = export.TrustFile;

        Step("OutsiderChecks");
        var verdict = VerifyCommand.Run(export.Zips[0], trust, Lines.Language, Caller.Now.Output);
        Lines.Print("");
        Lines.Write("Captured", first.NewRecords + second.NewRecords, first.NewVersions + second.NewVersions);
        Lines.Write("Changed", second.NewVersions - second.NewRecords);
        Lines.Write("Disappeared", second.Disappeared);
        Lines.Write("Gaps", first.Gaps + second.Gaps);
        Lines.Write("Request", request, export.Opened, export.Withheld);
        foreach (var pdf in export.Pdfs)
            Lines.Write("Pdf", pdf);
        Lines.Write("Set", string.Join(", ", export.Zips));
        Lines.Write("TrustedKeys", trust);
        Lines.Write("CheckIt", $"./archive check {Quote(export.Zips[0])} --trust {Quote(trust)}");
        Lines.Write("CheckPdf", $"pdfsig {Quote(export.Pdfs[0])}");
        Lines.Write("LookAt", "./archive up --demo");
        Lines.Write("LookWithin", session.Get<ArchiveHome>().Tenant, handler, password);
        Lines.Write(verdict == 0 ? "Verified" : "NotVerified");
        return verdict;
    }

    private static async Task<VisitCounts> Visit(Session session, Source source, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        Step("Visit");
        var counts = await session.Get<SourceVisits>().Visit(source, ct)
            ?? throw Lines.Fault("BeingVisited");
        await session.Get<LogCatchUp>().BringUpToDate(ct);
        Lines.Write("Counted", SourceCommands.Counted(counts), watch.Elapsed.TotalSeconds);
        return counts;
    }

    private static void Step(string key) => Lines.Print($"- {Lines.Text(key)}");

    private static string Quote(string path) => path.Any(char.IsWhiteSpace) ? $"'{path}'" : path;

    /// <summary>The small server that plays the platform, as a process of its own.</summary>
    private sealed class Platform(Process process, Uri address) : IDisposable
    {
        public Uri Address => address;

        public static async Task<Platform> Start(string dll, CancellationToken ct)
        {
            var portFile = Path.Combine(Path.GetTempPath(), $"archive-demo-{Ids.New():N}");
            var process = Process.Start(ChildProcess.Of("dotnet", dll, "--sample", "--port-file", portFile))!;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            while (!File.Exists(portFile))
            {
                if (process.HasExited)
                    throw Lines.Fault("DidNotStart");
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
