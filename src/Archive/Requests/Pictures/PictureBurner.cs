using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Evidence.Verification;

namespace Archive.Requests.Pictures;

/// <summary>
/// Blackens regions in a copy of a picture with `sharp`, in a Node process of its own that knows nothing of our
/// environment: a picture that brings it down takes nothing with it. The copy is turned as readers see the picture, is
/// drawn anew from its pixels alone, and is checked here before anybody gets it (docs/decisions/0173).
/// </summary>
public sealed class PictureBurner(PictureSetup setup)
{
    private const string Package = "sharp";

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "pictures", "redact.mjs");

    /// <summary>A picture within the limits takes seconds, on a slow machine too.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    /// <summary>A copy as it goes out.</summary>
    public sealed record Burnt(byte[] Png, int Width, int Height);

    /// <param name="picture">A file nobody vouches for.</param>
    /// <param name="directory">Where the copy is written on its way, as plain bytes: the caller clears it away.</param>
    /// <returns>Refused for what is no picture that can be redacted, and for a region outside it.</returns>
    /// <exception cref="FaultException">The program is not there, or what it made is not in order.</exception>
    public async Task<Outcome<Burnt>> Burn(
        string picture, string directory, IReadOnlyList<PictureRegion> regions, CancellationToken ct)
    {
        var copy = Path.Combine(directory, "copy.png");
        var answer = await Run(picture, copy, regions, ct);
        if (answer.Refused is { } why)
            return Refuse(why, answer, regions);
        var png = await File.ReadAllBytesAsync(copy, ct);
        try
        {
            BarePng.Check(png, answer.Width, answer.Height, regions);
        }
        catch (MalformedException e)
        {
            throw Sentences.Fault(e, "requests.copy-not-in-order", e.What);
        }

        return new Burnt(png, answer.Width, answer.Height);
    }

    private static Refusal Refuse(string why, Answer answer, IReadOnlyList<PictureRegion> regions) => why switch
    {
        "outside" => new(
            "requests.region-outside", Basis.Redacting,
            Typed(regions.First(r => !r.IsWithin(answer.Width, answer.Height))), answer.Width, answer.Height),
        "animated" => new("requests.picture-moves", Basis.Redacting),
        "large" => new("requests.picture-large", Basis.Redacting, BarePng.MaxPixels),
        "broken" => new("requests.picture-broken", Basis.Redacting),
        _ => new("requests.no-picture", Basis.Redacting),
    };

    private static string Typed(PictureRegion region) =>
        FormattableString.Invariant($"{region.X},{region.Y},{region.Width},{region.Height}");

    private async Task<Answer> Run(
        string picture, string copy, IReadOnlyList<PictureRegion> regions, CancellationToken ct)
    {
        if (!Directory.Exists(Path.Combine(setup.Modules, "node_modules", Package)))
            throw Sentences.Fault("requests.sharp-missing", setup.Modules);
        var black = JsonSerializer.Serialize(regions.Select(r => new[] { r.X, r.Y, r.Width, r.Height }));
        using var program = Start(
            Program, Path.GetFullPath(picture), Path.GetFullPath(copy), Path.GetFullPath(setup.Modules),
            $"{BarePng.MaxPixels}", black);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(ct);
        ends.CancelAfter(Longest);
        try
        {
            var errors = program.StandardError.ReadToEndAsync(ends.Token);
            var said = await program.StandardOutput.ReadToEndAsync(ends.Token);
            await errors; // may quote content, so it is read and dropped
            await program.WaitForExitAsync(ends.Token);
            return program.ExitCode == 0 && said.Trim().Split('\n')[^1] is { Length: > 0 } last
                ? JsonSerializer.Deserialize<Answer>(last, Form)!
                : throw Sentences.Fault("requests.picture-program-ended", program.ExitCode);
        }
        catch (OperationCanceledException)
        {
            program.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            return new(0, 0, "broken"); // no picture takes so long
        }
    }

    private Process Start(params string[] arguments)
    {
        try
        {
            return Process.Start(ChildProcess.Of(setup.Node, arguments))!;
        }
        catch (Win32Exception e)
        {
            throw Sentences.Fault(e, "requests.node-missing", setup.Node);
        }
    }

    private sealed record Answer(int Width, int Height, string? Refused);
}
