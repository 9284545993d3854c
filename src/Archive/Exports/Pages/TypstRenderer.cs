using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Archive.Evidence;

namespace Archive.Exports.Pages;

/// <summary>
/// Lays pages out with Typst, in a Node process of its own per volume: its memory goes with it. The document is
/// compiled once, written as PDF/UA-1 to see whether it is accessible, then as PDF/A-3a. Thread-safe.
/// </summary>
public sealed partial class TypstRenderer(TypstSetup setup) : IPageRenderer
{
    private const string Package = "@myriaddreamin/typst-ts-node-compiler";
    private const int OldestNode = 18;

    private static readonly Texts Texts = new("Archive.Exports.Pages.Resources.Pages", typeof(TypstRenderer).Assembly);

    private static readonly string Templates = Path.Combine(AppContext.BaseDirectory, "typst");

    private readonly Lazy<PageFonts> fonts = new(() => PageFonts.Find(setup.Fonts));

    /// <summary>What is missing to render, as sentences that say how to install it; null if nothing is.</summary>
    public Sentence? Check()
    {
        try
        {
            _ = fonts.Value;
        }
        catch (FaultException e)
        {
            return Sentence.Of(e);
        }

        return NodeVersion() is not { } version ? Sentences.Of("exports.node-missing", setup.Node, OldestNode)
            : version < OldestNode ? Sentences.Of("exports.node-old", setup.Node, version, OldestNode)
            : !Directory.Exists(Path.Combine(setup.Modules, "node_modules", Package))
                ? Sentences.Of("exports.typst-missing", setup.Modules, Templates)
            : null;
    }

    public async Task Render(ExportPages pages, string pdfPath, CancellationToken ct)
    {
        if (Check() is { } missing)
            throw new FaultException(missing);

        // Beside the PDF to come: it holds what pages show, and whoever clears away an unfinished set takes it too.
        var work = Directory.CreateDirectory($"{Path.GetFullPath(pdfPath)}.pages");
        try
        {
            WriteInput(work.FullName, pages);
            var drawn = Path.Combine(work.FullName, "pages.pdf");
            await Run(work.FullName, drawn, pages, ct);
            File.Move(drawn, pdfPath, overwrite: true);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private void WriteInput(string work, ExportPages pages)
    {
        var data = new PageData(new PageText(fonts.Value.Coverage));
        var json = data.Write(pages);
        json["words"] = JsonSerializer.SerializeToNode(Texts.All(pages.Language));
        json["fonts"] = JsonSerializer.SerializeToNode(fonts.Value.Families);
        File.WriteAllText(Path.Combine(work, "data.json"), json.ToJsonString());

        foreach (var template in Directory.EnumerateFiles(Templates, "*.typ"))
            File.Copy(template, Path.Combine(work, Path.GetFileName(template)));
        Link(work, "fonts", fonts.Value.Files.Select(file => (Path.GetFileName(file), file)));
        Link(work, "pictures", data.Pictures.Select((file, i) => ($"{i}", file)));
    }

    private static void Link(string work, string folder, IEnumerable<(string Name, string File)> files)
    {
        var directory = Directory.CreateDirectory(Path.Combine(work, folder)).FullName;
        foreach (var (name, file) in files)
            File.CreateSymbolicLink(Path.Combine(directory, name), Path.GetFullPath(file));
    }

    private async Task Run(string work, string pdfPath, ExportPages pages, CancellationToken ct)
    {
        using var worker = Process.Start(ChildProcess.Of(
            setup.Node,
            Path.Combine(Templates, "render.mjs"), work, pdfPath, Path.GetFullPath(setup.Modules),
            $"{pages.MadeAt.ToUnixTimeSeconds()}"))!;
        try
        {
            var errors = worker.StandardError.ReadToEndAsync(ct);
            var report = await worker.StandardOutput.ReadToEndAsync(ct);
            await errors; // may quote content, so it is read and dropped
            await worker.WaitForExitAsync(ct);
            if (worker.ExitCode != 0)
                throw Sentences.Fault(
                    "exports.not-rendered", pages.Volume, pages.Case, Diagnostic(report, worker.ExitCode));
        }
        catch (OperationCanceledException)
        {
            worker.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static object Diagnostic(string report, int exitCode) => report.Length == 0
        ? Sentences.Of("exports.renderer-ended", exitCode)
        : Quoted().Replace(report.Trim(), "…");

    private int? NodeVersion()
    {
        try
        {
            using var node = Process.Start(ChildProcess.Of(setup.Node, "--version"))!;
            var version = node.StandardOutput.ReadToEnd().Trim().TrimStart('v').Split('.')[0];
            node.WaitForExit();
            return int.TryParse(version, out var major) ? major : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Typst quotes what it could not print between back-ticks; that is content.</summary>
    [GeneratedRegex("`.*?`", RegexOptions.Singleline)]
    private static partial Regex Quoted();
}
