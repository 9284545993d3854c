using Archive.Evidence;
using Archive.Exports;
using Archive.Law;
using Archive.People;
using Archive.Records;
using Archive.Requests;

namespace Archive.IntegrationTests.Requests.ToyKind;

/// <summary>
/// A kind of request is one folder: one file here, and nothing of the product, is all there is to this one.
/// </summary>
public sealed class ToyRequestKindTests
{
    [Fact]
    public async Task A_request_of_a_kind_of_one_file_goes_from_receipt_to_verified_export()
    {
        await using var archive = await Start();
        await archive.Visit();
        var (handler, approver) = await archive.Officers();
        var desk = archive.Get<RequestDesk>();
        var today = archive.Get<OfficeTime>().Today;
        var id = await Register(archive, handler);
        var scope = (await archive.Get<ScopeSearch>().Freeze(id, Ids.New(), "de", default)).Value();
        Assert.Null((await desk.Scope(scope, handler, default)).Refusal);

        var request = await archive.Request(id);
        Assert.Equal($"TOY-{today.Year}-0001", request.Number.ToString());
        Assert.Equal(OfficialDays.Dutch.Roll(today.AddMonths(1)), request.DecideBy);
        var versions = await archive.Get<RecordVersions>()
            .Of([.. request.Records.Values.Select(r => r.Scoped.Version)], default);
        var first = request.Records.Values.First(r => IsCitizens(versions[r.Scoped.Version])).Number;
        var rest = request.Records.Keys.Where(n => n != first).ToList();
        Assert.NotEmpty(rest);
        await RefusesWhatTheKindDoesNotAdmit(archive, id, first, handler);
        Assert.Null((await desk.Redact(
            new(id, Ids.New(), first, new(PassageKind.AuthorName), ["artikel 15, vierde lid, Speelwet"]),
            handler,
            default)).Refusal);
        var inPart = new AssessRecord(id, first, Assessment.DisclosedInPart, []);
        Assert.Equal("toy.author-shown", (await desk.Assess(inPart, handler, default)).Refusal?.Code);
        Assert.Null((await desk.Redact(
            new(id, Ids.New(), first, new(PassageKind.AuthorHandle), ["15.4"]), handler, default)).Refusal);
        Assert.Null((await desk.Assess(inPart, handler, default)).Refusal);
        foreach (var number in rest)
        {
            Assert.Null((await desk.Assess(
                new(id, number, Assessment.Withheld, ["23"], Reasons: "Het is laat."), handler, default)).Refusal);
        }

        Assert.Null((await desk.Propose(new(id), handler, default)).Refusal);
        Assert.Null((await desk.Approve(new(id, 1), approver.Name, ArchiveUnderTest.Password, default)).Refusal);
        var outcome = DecideRequest.OutcomeOf(await archive.Request(id));
        Assert.Null((await desk.Decide(new(id, outcome, today), handler, default)).Refusal);
        var export = (await archive.Get<SealExport>().Seal(id, handler, Language.Nl, null, default)).Value();

        var (verdict, report) = WholeRequest.Check(export);
        Assert.True(verdict == 0, report);
        Assert.Equal(DecisionOutcome.DisclosedInPart, outcome);
        var received = Assert.Single((await archive.RecordedFacts()).OfType<RequestReceived>());
        Assert.Equal(("toy", request.Number), (received.Kind.ToString(), received.Number));
        await AssertSpeaksItsWords(export, request.Number);
    }

    [Fact]
    public async Task Kinds_count_their_numbers_apart_and_are_listed_together()
    {
        await using var archive = await Start();
        var (handler, _) = await archive.Officers();
        var year = archive.Get<OfficeTime>().Today.Year;
        var toy = await Register(archive, handler);
        var woo = await Register(archive, handler, "woo");

        var listed = (await archive.Get<RequestQueries>().List(handler, default)).Value();

        Assert.Equal(
            [("toy", $"TOY-{year}-0001"), ("woo", $"WOO-{year}-0001")],
            listed.Select(r => (r.Kind.ToString(), r.Number.ToString())));
        Assert.Equal(toy, await archive.Get<RequestQueries>().Find($"TOY-{year}-0001", default));
        Assert.Equal(woo, await archive.Get<RequestQueries>().Find($"WOO-{year}-0001", default));
    }

    [Fact]
    public async Task A_kind_that_no_one_added_is_refused_by_its_name()
    {
        await using var archive = await Start();
        var (handler, _) = await archive.Officers();

        var refused = await archive.Get<RequestDesk>().Register(
            new(Ids.New(), new("foi"), "Ik", "Van alles", archive.Get<OfficeTime>().Today), handler, default);

        Assert.Equal("There is no kind of request 'foi'; known are: toy, woo.", refused.Refusal?.In(Language.En));
    }

    /// <summary>Not by the watched account, whose handle the account of gaps shows, nor signed in its words.</summary>
    private static bool IsCitizens(RecordVersion version) =>
        version.Single("author-handle")?.TrimStart('@') is { } handle
        && !handle.StartsWith("gemeente@", StringComparison.Ordinal)
        && !version.Members.Any(m =>
            m.Path.Split('/')[0] is "text" or "link"
            && m.Value.Contains(handle.Split('@')[0], StringComparison.OrdinalIgnoreCase));

    private static Task<ArchiveUnderTest> Start() => ArchiveUnderTest.Start(
        add: services => services.AddRequestKinds(typeof(ToyRequestKind).Assembly));

    private static async Task<Guid> Register(ArchiveUnderTest archive, Officer officer, string kind = "toy")
    {
        var id = Ids.New();
        var today = archive.Get<OfficeTime>().Today;
        Assert.Null((await archive.Get<RequestDesk>().Register(
            new(id, new(kind), "De Voorbeeldkrant", "Briefjes over de straat", today), officer, default)).Refusal);
        return id;
    }

    private static async Task RefusesWhatTheKindDoesNotAdmit(ArchiveUnderTest archive, Guid id, int number, Officer by)
    {
        var desk = archive.Get<RequestDesk>();
        var duplicate = new AssessRecord(id, number, Assessment.Duplicate, [], DuplicateOf: number + 1);
        Assert.Contains(
            "toy Disclosed, toy DisclosedInPart, toy Withheld, toy OutOfScope.",
            (await desk.Assess(duplicate, by, default)).Refusal!.In(Language.En),
            StringComparison.Ordinal);
        var onTheWoo = new AssessRecord(id, number, Assessment.Withheld, ["5.1.2e"], Reasons: "Omdat.");
        Assert.StartsWith(
            "'5.1.2e' is no ground of the Speelwet;",
            (await desk.Assess(onTheWoo, by, default)).Refusal?.In(Language.En),
            StringComparison.Ordinal);
    }

    private static async Task AssertSpeaksItsWords(SealedExport export, RequestNumber number)
    {
        var pages = await PdfWords.Of(Assert.Single(export.Pdfs));
        foreach (var words in new[]
        {
            $"Speelverzoek {number}: briefjes", "Speelwet, artikel 1", "Half getoond", "Verstopt", "15.4",
            "Rechten van anderen", "Speelwet art. 23",
        })
        {
            Assert.Contains(words, pages, StringComparison.Ordinal);
        }

        var inventory = await File.ReadAllTextAsync(
            Path.Combine(export.Directory, "inventory", "inventarislijst.csv"));
        Assert.Contains($";{number};", inventory, StringComparison.Ordinal);
        Assert.Contains(";Half getoond;15.4;", inventory, StringComparison.Ordinal);
        var dutch = await File.ReadAllTextAsync(Path.Combine(export.Directory, "LEESMIJ.txt"));
        var english = await File.ReadAllTextAsync(Path.Combine(export.Directory, "README.txt"));
        Assert.Contains($": briefjes bij speelverzoek {number} (set", dutch, StringComparison.Ordinal);
        Assert.Contains($": notes for toy request {number} (set", english, StringComparison.Ordinal);
        foreach (var text in new[] { pages, inventory, dutch, english })
        {
            Assert.DoesNotContain("Woo", text, StringComparison.Ordinal);
            Assert.DoesNotContain("eels openbaar", text, StringComparison.Ordinal);
        }
    }
}
