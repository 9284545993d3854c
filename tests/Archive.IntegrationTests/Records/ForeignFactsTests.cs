using System.Text.Json.Nodes;
using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.IntegrationTests.Faults;
using Archive.Integrity;
using Archive.Requests;
using Archive.Retention.Destruction;
using Archive.Storage.Facts;

namespace Archive.IntegrationTests.Records;

/// <summary>
/// Another program adds facts of types that this one does not know, and known ones with members it does not know, to
/// streams of its own and to ours: they are in the log for ever, and nothing stops because of them.
/// </summary>
public sealed class ForeignFactsTests
{
    private const string Foreign = "elders.something-happened/1";

    [Fact]
    public async Task What_is_not_known_is_passed_by_and_said_once()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var found = (await archive.Find("")).Count;
        var (handler, _) = await archive.Officers();
        var request = Ids.New();
        Assert.Null((await archive.Get<RequestDesk>().Register(
            new(request, new("woo"), "De Krant", "Alles", archive.Get<OfficeTime>().Today), handler, default)).Refusal);
        var facts = await archive.RecordedFacts();
        var captured = facts.OfType<VersionCaptured>().First();
        var visit = facts.OfType<VisitEnded>().Last().Visit;
        foreach (var stream in new[] { Ids.New(), captured.Record, visit, request })
        {
            await Add(archive, stream, Foreign, new() { ["object"] = new string('a', 64) });
            await Add(archive, stream, Facts.NameOf(captured), With(captured, "mood", "blij"));
            await Add(archive, stream, Facts.NameOf(captured), With(captured, "pieces", new JsonArray()));
            await Add(archive, stream, Facts.NameOf(captured), With(captured, "pieces", null));
        }

        await Add(archive, captured.Record, Facts.NameOf(typeof(FiguresMeasured)), new() { ["likes"] = 3 });
        await Add(archive, Ids.New(), Facts.NameOf(typeof(RecordDestroyed)), new() { ["record"] = $"{Ids.New()}" });
        await archive.BringUpToDate();

        Assert.Equal(found, (await archive.Find("")).Count);
        var scope = (await archive.Get<ScopeSearch>().Freeze(request, Ids.New(), "vuurwerkverbod", default)).Value();
        Assert.Null((await archive.Get<RequestDesk>().Scope(scope, handler, default)).Refusal);
        Assert.NotEmpty((await archive.Get<RequestQueries>().Show(request, handler, default)).Value().Request.Records);
        await archive.Disclose("from:henk1958");
        archive.Server.Platform.State = "later";
        Assert.True((await archive.Visit()).NewVersions > 0);

        foreach (var all in new[] { false, true, true })
        {
            var report = await archive.Get<ArchiveVerification>().Run(all, null, default);
            Assert.Equal(
                ["fact-not-understood", "fact-not-understood", "fact-not-understood", "foreign-fact"],
                report.Open.Select(f => Facts.WordOf(f.Kind)).Order());
            Assert.Contains(report.Open, f => f.Message.Contains(Foreign, StringComparison.Ordinal));
        }

        Assert.Equal(4L, await archive.Count("integrity.finding-recorded/1"));
    }

    /// <param name="value">Null takes the member away.</param>
    private static JsonObject With(VersionCaptured captured, string member, JsonNode? value)
    {
        var other = captured with { Version = Ids.New(), Author = null };
        var data = Facts.New(other, DateTimeOffset.UnixEpoch).Data.ToJson();
        data.Remove(member);
        if (value is not null)
            data[member] = value;
        return data;
    }

    private static async Task Add(ArchiveUnderTest archive, Guid stream, string type, JsonObject data)
    {
        var events = archive.Get<EventStore>();
        var version = (await events.Versions([stream], default)).GetValueOrDefault(stream);
        var fact = new NewFact(
            Ids.New(), type, new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero), FactMembers.Of(data), FactMembers.None);
        Assert.True(await events.Append([new(stream, version, [fact])], default));
    }
}
