using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Archive.Evidence;

namespace Archive.Exports.Pages;

/// <summary>
/// Lays pages out with Typst, in Node processes of its own. The document is compiled once, written as PDF/UA-1 to see
/// whether it is accessible, then as PDF/A-3a. Thread-safe.
/// </summary>
public sealed partial class TypstRenderer(TypstSetup setup) : IPageRenderer, IDisposable
{
    private const string Package = "@myriaddreamin/typst-ts-node-compiler";
    private const int OldestNode = 18;

    private static readonly Texts Texts = new("Archive.Exports.Pages.Resources.Pages", typeof(TypstRenderer).Assembly);

    private static readonly string Templates = Path.Combine(AppContext.BaseDirectory, "typst");

    private readonly Lazy<PageFonts> fonts = new(() => PageFonts.Find(setup.Fonts));
    private readonly TypstWorkers workers = new(setup, Path.Combine(Templates, "render.mjs"));
    private bool complete;

    public int AtATime => TypstWorkers.AtATime;

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

    /// <remarks>Fonts, which are large, count by name, size and moment of change.</remarks>
    public Digest Tools()
    {
        ThrowIfIncomplete();
        using var tools = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        tools.AppendData(Ids.Bytes(typeof(TypstRenderer).Module.ModuleVersionId));
        foreach (var file in Directory.EnumerateFiles(Templates).Order(StringComparer.Ordinal)
            .Append(Path.Combine(setup.Modules, "package-lock.json")))
            tools.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        foreach (var font in fonts.Value.Files.Select(f => new FileInfo(f)))
        {
            var form = FormattableString.Invariant($"{font.FullName} {font.Length} {font.LastWriteTimeUtc.Ticks}");
            tools.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(form)));
        }

        return Digest.From(tools.GetHashAndReset());
    }

    public async Task<IReadOnlyDictionary<string, PageSpan>> Render(
        ExportPages pages, string pdfPath, CancellationToken ct)
    {
        ThrowIfIncomplete();
        // Beside the PDF to come: it holds what pages show, and whoever clears away an unfinished set takes it too.
        var work = Directory.CreateDirectory($"{Path.GetFullPath(pdfPath)}.pages");
        try
        {
            var asked = WriteInput(work.FullName, pages);
            var answer = await workers.Ask(asked, ct);
            if (answer.Pages is null)
                throw Sentences.Fault(
                    "exports.not-rendered", pages.Volume, pages.Case, Quoted().Replace(answer.Failed ?? "", "…"));
            File.Move(asked["pdf"]!.GetValue<string>(), pdfPath, overwrite: true);
            return answer.Pages.ToDictionary(p => p.Key, p => new PageSpan(p.Value[0], p.Value[1]));
        }
        catch (TimeoutException)
        {
            throw Sentences.Fault(
                "exports.not-rendered", pages.Volume, pages.Case,
                Sentences.Of("exports.renderer-slow", (int)TypstWorkers.MostTime.TotalMinutes));
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    public void Dispose() => workers.Dispose();

    /// <summary>Workers of their own, for who measures what they take by themselves.</summary>
    internal TypstWorkers Workers() => new(setup, Path.Combine(Templates, "render.mjs"));

    /// <summary>Writes what a worker lays out into an empty directory.</summary>
    /// <returns>What it is asked, see render.mjs.</returns>
    internal JsonObject WriteInput(string work, ExportPages pages)
    {
        var data = new PageData(new PageText(fonts.Value.Coverage));
        var json = data.Write(pages);
        json["words"] = JsonSerializer.SerializeToNode(Texts.All(pages.Language));
        json["fonts"] = JsonSerializer.SerializeToNode(fonts.Value.Families);
        using (var file = File.Create(Path.Combine(work, "data.json")))
        using (var writer = new Utf8JsonWriter(file))
            json.WriteTo(writer);

        // Folders and not files: a set has many volumes, and a new name in a directory is dear.
        Directory.CreateSymbolicLink(Path.Combine(work, "template"), Templates);
        var pictures = Directory.CreateDirectory(Path.Combine(work, "pictures")).FullName;
        foreach (var (i, folder) in data.Folders.Index())
            Directory.CreateSymbolicLink(Path.Combine(pictures, i.ToString(CultureInfo.InvariantCulture)), folder);
        return new()
        {
            ["room"] = work,
            ["fonts"] = new JsonArray([.. fonts.Value.Files.Select(file => JsonValue.Create(file))]),
            ["pdf"] = Path.Combine(work, "pages.pdf"),
            ["madeAt"] = pages.MadeAt.ToUnixTimeSeconds(),
            ["pictures"] = new JsonArray(
                [.. data.Pictures.Select(p => new JsonObject { ["name"] = p.Name, ["format"] = p.Format })]),
        };
    }

    private void ThrowIfIncomplete()
    {
        if (!complete && Check() is { } missing)
            throw new FaultException(missing);
        complete = true;
    }

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
