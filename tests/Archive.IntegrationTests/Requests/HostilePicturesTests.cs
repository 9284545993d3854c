using System.Diagnostics;
using System.Runtime.Versioning;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Evidence.Verification;
using Archive.Requests.Pictures;

namespace Archive.IntegrationTests.Requests;

/// <summary>
/// Pictures as strangers send them: each ends in a right copy or in a refusal that says why. They are made by the
/// library itself, in another process.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class HostilePicturesTests : IDisposable
{
    private const int Width = 60;
    private const int Height = 40;

    private static readonly PictureRegion Region = new(5, 6, 20, 10);

    /// <summary>
    /// Arguments: where node_modules is, what to make, the file. The upper half is red, the lower half green.
    /// </summary>
    private const string Maker =
        """
        const [modules, kind, to] = process.argv.slice(1);
        const { createRequire } = require("node:module");
        const sharp = createRequire(modules + "/package.json")("sharp");
        const [w, h] = [60, 40];
        const pixels = Buffer.alloc(w * h * 3);
        for (let i = 0; i < w * h; i++) pixels.set(i < w * h / 2 ? [200, 30, 40] : [20, 160, 60], i * 3);
        const s = sharp(pixels, { raw: { width: w, height: h, channels: 3 } });
        const rgba = Buffer.alloc(w * h * 4); // words under pixels that nobody sees
        for (let i = 0; i < w * h; i++) rgba.set([17, 34, 51, 0], i * 4);
        const frames = Buffer.alloc(w * h * 3).fill(200, 0, w * h * 3 / 2);
        const make = {
          jpeg: () => s.jpeg({ quality: 100, chromaSubsampling: "4:4:4" })
            .withExif({ IFD0: { Copyright: "GEHEIM" }, IFD3: { GPSLatitude: "52/1 0/1 0/1" } })
            .withXmp("<x>GEHEIM</x>"),
          turned: () => s.jpeg({ quality: 100, chromaSubsampling: "4:4:4" }).withMetadata({ orientation: 6 }),
          fourInks: () => s.toColourspace("cmyk").jpeg({ quality: 100 }),
          sixteenBits: () => s.toColourspace("rgb16").png(),
          grey: () => s.greyscale().png(),
          greyJpeg: () => s.greyscale().jpeg({ quality: 100 }),
          palette: () => s.png({ palette: true }).withIccProfile("p3"),
          transparent: () => sharp(rgba, { raw: { width: w, height: h, channels: 4 } }).png(),
          webp: () => s.webp({ lossless: true }),
          gif: () => s.gif(),
          moving: () => sharp(frames, { raw: { width: w, height: h, channels: 3, pageHeight: h / 2 } }).gif(),
          movingWebp: () => sharp(frames, { raw: { width: w, height: h, channels: 3, pageHeight: h / 2 } }).webp(),
          bomb: () => sharp({ create: { width: 30000, height: 30000, channels: 3, background: "#000" },
            limitInputPixels: false }).png(),
          tiff: () => s.tiff(),
        };
        make[kind]().toFile(to);
        """;

    private readonly string directory = Directory.CreateTempSubdirectory("archive-hostile-").FullName;
    private readonly PictureSetup setup = PictureSetup.Read(Settings.Of([]));

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory]
    [InlineData("jpeg")]
    [InlineData("fourInks")]
    [InlineData("sixteenBits")]
    [InlineData("grey")]
    [InlineData("greyJpeg")]
    [InlineData("palette")]
    [InlineData("webp")]
    [InlineData("gif")]
    public async Task Every_still_picture_becomes_a_copy_of_the_same_size(string kind)
    {
        var burnt = (await Burn(await Make(kind))).Value();

        Assert.Equal((Width, Height), (burnt.Width, burnt.Height));
        BarePng.Check(burnt.Png, Width, Height, [Region]);
        Assert.Throws<MalformedException>(() => BarePng.Check(burnt.Png, Width, Height, [new(0, 0, 1, 1)]));
        Assert.Equal(-1, burnt.Png.AsSpan().IndexOf("GEHEIM"u8));
    }

    [Theory]
    [InlineData("jpeg", 2)] // what decoding rounds
    [InlineData("sixteenBits", 1)]
    [InlineData("webp", 0)]
    public async Task Outside_the_regions_the_copy_is_the_picture(string kind, int apart)
    {
        var burnt = (await Burn(await Make(kind))).Value();
        var pixels = await Pixels(burnt.Png);

        for (var i = 0; i < Width * Height; i++)
        {
            var (x, y) = (i % Width, i / Width);
            int[] drawn = y < Height / 2 ? [200, 30, 40] : [20, 160, 60];
            if (x >= Region.X && x < Region.X + Region.Width && y >= Region.Y && y < Region.Y + Region.Height)
                drawn = [0, 0, 0];
            if (kind == "jpeg" && Math.Abs(y - (Height / 2)) <= 8)
                continue; // the edge, and the block it lies in
            for (var c = 0; c < 3; c++)
                Assert.InRange(pixels[(3 * i) + c], drawn[c] - apart, drawn[c] + apart);
        }
    }

    [Fact]
    public async Task A_picture_is_turned_as_it_is_seen_and_its_regions_with_it()
    {
        var burnt = (await Burn(await Make("turned"), new PictureRegion(0, 50, 40, 10))).Value();

        Assert.Equal((Height, Width), (burnt.Width, burnt.Height));
        var pixels = await Pixels(burnt.Png);
        Assert.True(pixels[0] < 60 && pixels[1] > 120); // green, which was below, is on the left
        Assert.True(pixels[3 * (Height - 1)] > 150);
    }

    [Fact]
    public async Task What_lies_under_transparent_pixels_is_not_carried_on()
    {
        var pixels = await Pixels((await Burn(await Make("transparent"))).Value().Png);

        Assert.Equal([255, 255, 255], pixels[..3]);
    }

    [Theory]
    [InlineData("moving", "requests.picture-moves")]
    [InlineData("movingWebp", "requests.picture-moves")]
    [InlineData("bomb", "requests.picture-large")]
    [InlineData("tiff", "requests.no-picture")]
    public async Task What_cannot_be_redacted_in_part_is_refused(string kind, string code) =>
        Assert.Equal(code, (await Burn(await Make(kind))).Refusal?.Code);

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect/></svg>")]
    [InlineData("")]
    [InlineData("just words")]
    [InlineData("%PDF-1.7")]
    public async Task What_is_no_picture_is_refused(string content)
    {
        var file = Path.Combine(directory, "file");
        await File.WriteAllTextAsync(file, content);
        Assert.Equal("requests.no-picture", (await Burn(file)).Refusal?.Code);
    }

    [Fact]
    public async Task A_moving_png_is_refused_though_its_first_picture_could_be_read()
    {
        var png = await File.ReadAllBytesAsync(await Make("sixteenBits"));
        byte[] frames = [0, 0, 0, 8, .. "acTL"u8, 0, 0, 0, 2, 0, 0, 0, 0, 0xF3, 0x8D, 0x93, 0x70];
        var file = Path.Combine(directory, "moving.png");
        await File.WriteAllBytesAsync(file, [.. png[..33], .. frames, .. png[33..]]);

        Assert.Equal("requests.picture-moves", (await Burn(file)).Refusal?.Code);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("sixteenBits")]
    [InlineData("webp")]
    [InlineData("gif")]
    public async Task A_picture_that_is_cut_off_anywhere_is_refused(string kind)
    {
        var whole = await File.ReadAllBytesAsync(await Make(kind));
        var file = Path.Combine(directory, "cut");
        foreach (var part in new[] { 1, 4, 9 })
        {
            await File.WriteAllBytesAsync(file, whole[..(whole.Length * part / 10)]);
            Assert.Contains(
                (await Burn(file)).Refusal?.Code, new[] { "requests.no-picture", "requests.picture-broken" });
        }
    }

    [Theory]
    [InlineData(41, 0, 20, 10)]
    [InlineData(0, 31, 20, 10)]
    [InlineData(60, 40, 1, 1)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)]
    public async Task A_region_outside_it_is_refused(int x, int y, int width, int height) => Assert.Equal(
        "requests.region-outside",
        (await Burn(await Make("webp"), new PictureRegion(x, y, width, height))).Refusal?.Code);

    [Fact]
    public async Task Without_the_library_or_node_it_is_a_fault_that_says_how_to_mend_it()
    {
        var file = await Make("webp");
        var without = new PictureBurner(setup with { Modules = directory });
        Assert.Contains(
            "./archive", (await Assert.ThrowsAsync<FaultException>(
                () => without.Burn(file, directory, [Region], default))).Message);
        var noNode = new PictureBurner(setup with { Node = "/nowhere/node" });
        Assert.Contains(
            "Install Node", (await Assert.ThrowsAsync<FaultException>(
                () => noNode.Burn(file, directory, [Region], default))).Message);
    }

    [Fact]
    public async Task The_program_is_told_nothing_of_our_environment()
    {
        Environment.SetEnvironmentVariable("ARCHIVE_TEST_SECRET", "geheim");
        var (told, node) = (Path.Combine(directory, "told"), Path.Combine(directory, "node"));
        var real = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(p => Path.Combine(p, "node"))
            .First(File.Exists);
        await File.WriteAllTextAsync(
            node, $"#!/bin/sh\n/bin/cat /proc/$$/environ >>'{told}'\nexec '{real}' \"$@\"\n");
        File.SetUnixFileMode(node, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var burner = new PictureBurner(setup with { Node = node });
        Assert.Null((await burner.Burn(await Make("webp"), directory, [Region], default)).Refusal);

        Assert.Equal("", (await File.ReadAllTextAsync(told)).Replace('\0', '\n'));
    }

    [Fact]
    public async Task A_program_that_leaves_a_region_or_adds_something_is_not_believed()
    {
        var node = Path.Combine(directory, "node"); // says that all went well, and leaves the picture as it is
        await File.WriteAllTextAsync(
            node, "#!/bin/sh\n/bin/cp \"$2\" \"$3\"\necho '{\"width\":60,\"height\":40}'\n");
        File.SetUnixFileMode(node, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var (burner, file) = (new PictureBurner(setup with { Node = node }), Path.Combine(directory, "bare.png"));

        await File.WriteAllBytesAsync(file, (await Burn(await Make("webp"))).Value().Png);
        Assert.Null((await burner.Burn(file, directory, [Region], default)).Refusal);
        var left = await Assert.ThrowsAsync<FaultException>(
            () => burner.Burn(file, directory, [new(0, 0, 1, 1)], default));
        Assert.Contains("is not black", left.Message);
        await Assert.ThrowsAsync<FaultException>(
            async () => await burner.Burn(await Make("sixteenBits"), directory, [Region], default));
    }

    private Task<Outcome<PictureBurner.Burnt>> Burn(string file, PictureRegion? region = null) =>
        new PictureBurner(setup).Burn(file, directory, [region ?? Region], default);

    private async Task<string> Make(string kind)
    {
        var file = Path.Combine(directory, kind);
        await Node("-e", Maker, setup.Modules, kind, file);
        return file;
    }

    /// <summary>Read by the library, not by what checks copies.</summary>
    private async Task<byte[]> Pixels(byte[] png)
    {
        var (file, raw) = (Path.Combine(directory, "pixels.png"), Path.Combine(directory, "pixels.raw"));
        await File.WriteAllBytesAsync(file, png);
        await Node(
            "-e",
            """
            const [modules, from, to] = process.argv.slice(1);
            const sharp = require("node:module").createRequire(modules + "/package.json")("sharp");
            sharp(from).raw().toBuffer().then((pixels) => require("node:fs").writeFileSync(to, pixels));
            """,
            setup.Modules, file, raw);
        return await File.ReadAllBytesAsync(raw);
    }

    private async Task Node(params string[] arguments)
    {
        using var node = Process.Start(ChildProcess.Of(setup.Node, arguments))!;
        var errors = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, errors);
    }
}
