using System.Diagnostics;
using System.Globalization;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Evidence.Verification;
using Archive.Exports;
using Archive.Exports.Content;
using Archive.IntegrationTests.Faults;
using Archive.Integrity;
using Archive.People;
using Archive.Records;
using Archive.Requests;
using Archive.Requests.Pictures;
using Archive.Retention.Destruction;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Vault;

namespace Archive.IntegrationTests.Requests;

/// <summary>A resident's photo with the licence plate of a scooter in it, of 560 by 420 pixels.</summary>
public sealed class RedactedPictureTests : IAsyncLifetime
{
    private static readonly PictureRegion Plate = new(425, 225, 100, 46);
    private static readonly PictureRegion Wheel = new(110, 230, 120, 120);

    private ArchiveUnderTest archive = null!;
    private RecordVersion photo = null!;
    private Officer officer = null!;
    private Guid request;
    private int number;

    public async Task InitializeAsync()
    {
        archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        (officer, _) = await archive.Officers();
        photo = (await Destroyable.Find(archive, "scooters van de stoep")).Comment;
        request = await archive.Scoped("scooters stoep");
        number = (await archive.Request(request)).Records.Values.Single(r => r.Scoped.Version == photo.Version).Number;
    }

    public async Task DisposeAsync() => await archive.DisposeAsync();

    [Fact]
    public async Task The_plate_is_black_in_the_set_and_nothing_of_the_original_is_in_it()
    {
        await Redact(Passage.InPicture(0, [Plate]));
        var approved = await Copy();
        var export = await Export();

        var file = Path.Combine(export.Directory, $"redacted/{number}-0.png");
        Assert.Equal(approved, await File.ReadAllBytesAsync(file)); // what was looked at is what goes out
        BarePng.Check(approved, 560, 420, [Plate]);
        Assert.Throws<MalformedException>(() => BarePng.Check(approved, 560, 420, [Wheel]));

        var original = await Original();
        Assert.False(Directory.Exists(Path.Combine(export.Directory, "originals"))); // it was the only picture
        Assert.All(
            Directory.EnumerateFiles(export.Directory, "*", SearchOption.AllDirectories),
            path => AssertHasNothingOf(original, path));
        var (verdict, report) = WholeRequest.Check(export);
        Assert.True(verdict == 0, report);
        Assert.Contains("Pictures shown as a redacted copy: 1; regions proven to be black: 1", report);
    }

    [Fact]
    public async Task The_page_shows_the_copy_and_says_why_and_how_much_is_black()
    {
        await Redact(Passage.InPicture(0, [Plate, Wheel]));
        var export = await Export();

        var words = await PdfWords.Of(Assert.Single(export.Pdfs));
        Assert.Contains("Deel van de afbeelding gelakt (5.1.2e", words);
        Assert.Contains("2 zwarte vlakken.", words);
        Assert.Contains("De beschrijving is ook gelakt.", words);
        Assert.Contains($"redacted/{number}-0.png", words);
        Assert.DoesNotContain("kenteken van een scooter", words);
        var list = await File.ReadAllTextAsync(Path.Combine(export.Directory, "inventory/inventarislijst.csv"));
        Assert.Contains("gelakte_vlakken", list);

        var pictures = await PicturesOf(export.Pdfs[0]);
        var drawn = Assert.Single(pictures, p => (p.Width, p.Height) == (560, 420));
        Assert.True(drawn.IsBlackIn(Plate) && drawn.IsBlackIn(Wheel));
        Assert.False(drawn.IsBlackIn(Plate with { X = Plate.X - 1, Width = 1 }));
        Assert.False(drawn.IsBlackIn(Plate with { Y = Plate.Y - 1, Height = 1 }));
        Assert.False(drawn.IsBlackIn(Plate with { X = Plate.X + Plate.Width, Width = 1 }));
    }

    [Fact]
    public async Task The_description_is_shown_only_if_an_officer_says_so()
    {
        await Redact(Passage.InPicture(0, [Plate], showsDescription: true));
        var export = await Export();

        Assert.Contains("met het kenteken van een scooter in beeld", await PdfWords.Of(export.Pdfs[0]));
        var (verdict, report) = WholeRequest.Check(export);
        Assert.True(verdict == 0, report);
    }

    [Fact]
    public async Task A_second_redaction_and_a_lifted_one_each_make_a_copy_of_what_is_redacted_then()
    {
        await Redact(Passage.InPicture(0, [Plate]));
        await Redact(Passage.InPicture(0, [Wheel]), "5.1.2h");
        BarePng.Check(await Copy(), 560, 420, [Plate, Wheel]);

        var first = (await Item()).Redactions[0].Redaction;
        Assert.Null((await archive.Get<RequestDesk>().Lift(new(request, first), officer, default)).Refusal);
        BarePng.Check(await Copy(), 560, 420, [Wheel]);
        Assert.Throws<MalformedException>(() => BarePng.Check(CopyNow(), 560, 420, [Plate]));

        var (verdict, report) = WholeRequest.Check(await Export());
        Assert.True(verdict == 0, report);
    }

    [Fact]
    public async Task A_region_outside_the_picture_is_refused_with_its_size_and_nothing_is_recorded()
    {
        var before = (await archive.Get<EventStore>().Read(request, default)).Count;
        var outcome = await archive.Get<RequestDesk>().Redact(
            new(request, Ids.New(), number, Passage.InPicture(0, [new(500, 0, 61, 10)]), ["5.1.2e"]), officer, default);

        Assert.Equal("requests.region-outside", outcome.Refusal?.Code);
        Assert.Contains(
            "500,0,61,10 does not lie in the picture, which as it is shown is 560 pixels wide and 420 high",
            outcome.Refusal!.In(Language.En));
        Assert.Equal(before, (await archive.Get<EventStore>().Read(request, default)).Count);
        Assert.Empty((await Item()).Redactions);
    }

    [Fact]
    public async Task The_commands_redact_show_and_refuse_as_they_say()
    {
        var to = Path.Combine(archive.Settings.Home, "kopie.png");
        var document = $"{number}";
        var named = $"{(await archive.Request(request)).Number}";

        Assert.Contains(
            "is no region: give x,y,width,height",
            await Cli(2, "redact", named, document, "--medium", "0", "--region", "1,2,3", "--ground", "5.1.2e"));
        Assert.Contains(
            "say in which one with --medium",
            await Cli(2, "redact", named, document, "--region", "1,2,3,4", "--ground", "5.1.2e"));
        Assert.Contains(
            "there is no 7",
            await Cli(2, "redact", named, document, "--medium", "7", "--region", "1,2,3,4", "--ground", "5.1.2e"));
        Assert.Contains(
            "no region is redacted",
            await Cli(2, "picture", named, document, "--medium", "0", "--redacted", "--to", to));
        var said = await Cli(
            0, "redact", named, document, "--medium", "0", "--region", "425,225,100,46", "--ground", "5.1.2e");
        Assert.Contains("part of the picture 0: 425,225,100,46 (5.1.2e)", said);
        Assert.Contains($"./archive request picture {named} {document} --medium 0 --redacted", said);
        Assert.False(File.Exists(to));

        await Cli(0, "picture", named, document, "--medium", "0", "--redacted", "--to", to);
        BarePng.Check(await File.ReadAllBytesAsync(to), 560, 420, [Plate]);
        Assert.Contains(
            "is there already", await Cli(2, "picture", named, document, "--medium", "0", "--to", to));
        File.Delete(to);
        await Cli(0, "picture", named, document, "--medium", "0", "--to", to);
        Assert.Equal(await Original(), await File.ReadAllBytesAsync(to));

        File.Delete(to);
        await Redact(Passage.Part(PassageKind.Medium, 0));
        Assert.Contains(
            "is redacted whole",
            await Cli(2, "picture", named, document, "--medium", "0", "--redacted", "--to", to));
        Assert.False(File.Exists(to));
    }

    [Fact]
    public async Task When_the_record_is_destroyed_its_copies_go_and_every_proof_stays()
    {
        await Redact(Passage.InPicture(0, [Wheel]));
        await Redact(Passage.InPicture(0, [Plate])); // a second copy; the first goes too
        await archive.BringUpToDate();
        var copies = (await archive.RecordedFacts()).OfType<PictureRedacted>().ToList();
        Assert.Equal(2, copies.Count);
        var shown = await Export();
        foreach (var copy in copies)
            Assert.True(await archive.Get<IVault>().Contains(copy.Picture.Object, default));

        Assert.Null((await archive.Get<RecordDestruction>().Destroy(
            new(photo.Record, DestructionBasis.AvgErasure, Ids.New(), Ids.New()), default)).Refusal);
        await archive.BringUpToDate();

        foreach (var copy in copies)
        {
            Assert.False(await archive.Get<IVault>().Contains(copy.Picture.Object, default));
            Assert.Null(await archive.Get<UnitSecrets>().Get(copy.Picture.Unit, default));
            Assert.Null(await archive.Get<PictureCopies>().Open(copy, default));
        }

        var objects = copies.Select(c => c.Picture.Object).ToList();
        Assert.Empty((await archive.Get<Scrub>().Check(objects, default)).Findings);
        var (verdict, report) = WholeRequest.Check(shown);
        Assert.True(verdict == 0, report);
        var after = (await archive.Get<SealExport>().Seal(request, officer, Language.Nl, null, default)).Value();
        Assert.False(Directory.Exists(Path.Combine(after.Directory, "redacted")));
        (verdict, report) = WholeRequest.Check(after);
        Assert.True(verdict == 0, report);

        // To an export that began before it, it is a destruction, and nothing that was tampered with.
        var item = await Item();
        var gone = await archive.Get<DestroyedVersions>().Of(item, long.MaxValue, default);
        await Assert.ThrowsAsync<DestroyedMeanwhileException>(
            () => archive.Get<DestroyedVersions>().Of(item, gone.Destroyed.Leaf, default));
        var files = archive.Get<RedactedFiles>();
        await Assert.ThrowsAsync<DestroyedMeanwhileException>(async () => await files.Fetch(
            [Disclosure.Of(item, photo)], await files.Made(request, default), new(), archive.Settings.Home, default));
    }

    [Fact]
    public async Task Of_two_acts_at_once_one_is_refused_and_the_copy_it_made_is_taken_back()
    {
        var before = await Objects();
        var desk = archive.Get<RequestDesk>();
        var outcomes = await Task.WhenAll(new[] { Plate, Wheel }.Select(region => Task.Run(() => desk.Redact(
            new(request, Ids.New(), number, Passage.InPicture(0, [region]), ["5.1.2e"]), officer, default))));

        Assert.Equal("requests.overtaken", Assert.Single(outcomes, o => o.Refusal is not null).Refusal!.Code);
        Assert.Equal([(await Item()).Copies[0].Picture.Object], (await Objects()).Except(before));
    }

    [Fact]
    public async Task The_fact_holds_no_digest_of_the_copy_or_of_its_original()
    {
        await Redact(Passage.InPicture(0, [Plate]));

        var fact = (await archive.Get<EventStore>().Read(request, default)).Single(f => f.Type.Contains("picture"));
        var statement = System.Text.Encoding.UTF8.GetString(fact.Statement());
        Assert.DoesNotContain($"{Digest.Of(await Original())}", statement);
        Assert.DoesNotContain($"{Digest.Of(await Copy())}", statement);
    }

    private async Task<HashSet<Digest>> Objects()
    {
        var objects = new HashSet<Digest>();
        await foreach (var name in archive.Get<IVault>().All(default))
            objects.Add(name);
        return objects;
    }

    private async Task Redact(Passage passage, string ground = "5.1.2e") => Assert.Null(
        (await archive.Get<RequestDesk>().Redact(
            new(request, Ids.New(), number, passage, [ground]), officer, default)).Refusal);

    private async Task<RecordInScope> Item() => (await archive.Request(request)).Records[number];

    private async Task<byte[]> Copy() =>
        (await archive.Get<PictureCopies>().Open((await Item()).Copies[0], default))!.Value.Png;

    private byte[] CopyNow() => Copy().GetAwaiter().GetResult();

    private async Task<byte[]> Original()
    {
        var medium = photo.Media.Single();
        var secret = await archive.Get<UnitSecrets>().Get(medium.Unit, default);
        return await archive.Get<IVault>().Read(medium.Object, 0, secret!, default);
    }

    /// <summary>Everything else in the request is disclosed, and it is decided and made into a set.</summary>
    private async Task<SealedExport> Export()
    {
        var (_, approver) = await archive.Officers();
        var desk = archive.Get<RequestDesk>();
        foreach (var item in (await archive.Request(request)).Records.Values)
        {
            var judgement = item.Redactions.Count > 0 ? Assessment.DisclosedInPart : Assessment.Disclosed;
            Assert.Null((await desk.Assess(
                new(request, item.Number, judgement, [], "Een kenteken leidt naar een mens."), officer, default))
                .Refusal);
        }

        Assert.Null((await desk.Propose(new(request), officer, default)).Refusal);
        Assert.Null((await desk.Approve(
            new(request, (await archive.Request(request)).Proposed!.Proposal), approver.Name, ArchiveUnderTest.Password,
            default)).Refusal);
        var today = archive.Get<OfficeTime>().Today;
        Assert.Null((await desk.Decide(
            new(request, DecideRequest.OutcomeOf(await archive.Request(request)), today), officer, default)).Refusal);
        return (await archive.Get<SealExport>().Seal(request, officer, Language.Nl, null, default)).Value();
    }

    /// <summary>No 24 bytes of the original's pixels, and no digest of it.</summary>
    private static void AssertHasNothingOf(byte[] original, string path)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        Assert.True(bytes.IndexOf(System.Text.Encoding.ASCII.GetBytes($"{Digest.Of(original)}")) < 0, path);
        for (var at = 64; at + 24 <= original.Length - 16; at += 24)
            Assert.True(bytes.IndexOf(original.AsSpan(at, 24)) < 0, $"{path} has what is at {at} of the original");
    }

    private async Task<string> Cli(int code, params string[] arguments)
    {
        using var process = ProductProcess.Cli(
            archive.Settings, ["request", .. arguments, "--officer", officer.Name],
            ("ARCHIVE_OFFICER_PASSWORD", ArchiveUnderTest.Password));
        var ended = await process.Ended(TimeSpan.FromMinutes(3));
        Assert.True(code == ended, process.Output);
        return process.Output;
    }

    /// <summary>Every picture in a PDF, by poppler's `pdfimages`, as red, green and blue.</summary>
    private async Task<IReadOnlyList<Drawn>> PicturesOf(string pdf)
    {
        var directory = Path.Combine(archive.Settings.Home, $"pictures-{Ids.New()}");
        Directory.CreateDirectory(directory);
        using var process = Process.Start("pdfimages", [pdf, Path.Combine(directory, "p")]);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return [.. Directory.EnumerateFiles(directory, "*.ppm").Select(Drawn.Read)];
    }

    private sealed record Drawn(int Width, int Height, byte[] Pixels)
    {
        /// <summary>Binary PPM: `P6`, width, height and 255, each ended by a space, then three bytes a pixel.</summary>
        public static Drawn Read(string path)
        {
            var bytes = File.ReadAllBytes(path);
            var (words, at) = (new List<string>(), 0);
            while (words.Count < 4)
            {
                var end = Array.FindIndex(bytes, at, b => b is (byte)' ' or (byte)'\n');
                words.Add(System.Text.Encoding.ASCII.GetString(bytes, at, end - at));
                at = end + 1;
            }

            return new(
                int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture),
                bytes[at..]);
        }

        public bool IsBlackIn(PictureRegion region) => Enumerable.Range(region.Y, region.Height).All(
            y => !Pixels.AsSpan(3 * ((y * Width) + region.X), 3 * region.Width).ContainsAnyExcept((byte)0));
    }
}
