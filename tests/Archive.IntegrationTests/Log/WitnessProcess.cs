using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Archive.Evidence.Notes;
using Archive.Storage.Witnesses;

namespace Archive.IntegrationTests.Log;

/// <summary>`archive witness` as a neighbour runs it: a process of its own, with a folder and no database.</summary>
internal sealed class WitnessProcess : IDisposable
{
    private static readonly string Cli = Path.Combine(
        AppContext.BaseDirectory.Replace(
            "/tests/Archive.IntegrationTests/",
            "/src/Archive.Cli/",
            StringComparison.Ordinal), "archive-cli.dll");

    private readonly string folder = Directory.CreateTempSubdirectory("archive-witness-").FullName;
    private readonly ConcurrentQueue<string> lines = new();
    private Process? process;

    public WitnessProcess(string name = "getuige.example/w1") =>
        Key = CosignerFile.OpenOrCreate(Path.Combine(folder, "witness.key"), name).Key;

    public NoteKey Key { get; }

    public Uri Url { get; private set; } = new("http://127.0.0.1:1/"); // nobody is there before it starts

    public string Folder => folder;

    public string Output => string.Join('\n', lines);

    /// <summary>A line for the file of witnesses.</summary>
    public string Line => $"{Url} {Key}\n";

    /// <param name="under">A program and its arguments to run it under.</param>
    public async Task Start(NoteKey log, params string[] under)
    {
        lines.Clear();
        string[] command =
            [.. under, "dotnet", Cli, "witness", "--state", folder, "--listen", "127.0.0.1:0", "--log", log.ToString()];
        process = Process.Start(new ProcessStartInfo(command[0], command[1..]) {
            Environment = { ["LC_ALL"] = "C.UTF-8" }, // English
            RedirectStandardOutput = true,
            RedirectStandardError = true })!;
        process.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var tries = 0; ; tries++)
        {
            if (lines.FirstOrDefault(line => line.StartsWith("listens on ", StringComparison.Ordinal)) is { } line)
            {
                Url = new($"{line["listens on ".Length..]}/");
                return;
            }

            Assert.False(process.HasExited || tries > 600, Output);
            await Task.Delay(50);
        }
    }

    /// <returns>Status and body; null if it died before it answered.</returns>
    public async Task<(int Status, string Body)?> Ask(AddCheckpoint request)
    {
        using var http = Witnessing.Client();
        try
        {
            using var answer = await http.PostAsync(
                new Uri(Url, "add-checkpoint"),
                new ByteArrayContent(request.ToBytes()));
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return null;
        }
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        process!.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    public async Task Died() => await process!.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));

    public void Dispose()
    {
        if (process is { HasExited: false })
            Kill();
        process?.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
