using System.Text;
using System.Text.Json.Nodes;
using Archive.Capture;
using Archive.Capture.Mapping;
using Archive.Capture.Platforms.Mastodon;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Facts;
using Archive.Storage.Keys;
using Archive.Storage.Vault;

namespace Archive.IntegrationTests;

/// <summary>
/// As if that many answers of one post each had come: objects, secrets and facts as a visit makes them.
/// </summary>
internal static class ManyObjects
{
    private const int Together = 500;

    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <returns>The fact of each, in the order of their texts: `Bericht 1.` and up.</returns>
    public static async Task<IReadOnlyList<VersionCaptured>> Capture(this ArchiveUnderTest archive, int count)
    {
        var facts = new VersionCaptured[count];
        foreach (var some in Enumerable.Range(0, count).Chunk(Together))
        {
            var secrets = await archive.Get<UnitSecrets>().Create(
                [.. some.SelectMany(_ => new[] { UnitKind.Frame, UnitKind.Record })], default);
            await Parallel.ForEachAsync(some, async (i, ct) =>
            {
                var at = 2 * (i - some[0]);
                facts[i] = await Capture(archive, i + 1, secrets[at], secrets[at + 1], ct);
            });
            Assert.True(await archive.Get<EventStore>().Append(
                [.. some.Select(i => new StreamAppend(facts[i].Record, 0, [Facts.New(facts[i], Noon)]))], default));
        }

        return facts;
    }

    private static async Task<VersionCaptured> Capture(
        ArchiveUnderTest archive, int number, UnitSecret frame, UnitSecret own, CancellationToken ct)
    {
        var status = new JsonObject
        {
            ["id"] = $"{number}",
            ["created_at"] = Noon.AddMinutes(number).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null),
            ["visibility"] = "public",
            ["content"] = $"<p>Bericht {number}.</p>",
            ["account"] = new JsonObject { ["id"] = "1", ["acct"] = "gemeente", ["display_name"] = "Gemeente" },
        };
        var bytes = Encoding.UTF8.GetBytes(status.ToJsonString());
        var item = MastodonMapping.Status(bytes, archive.Source.Domain).Value!;
        var exchange = new PlatformResponse(
            "GET", "https://voorbeeldstad.example/", [], null, 200, [], [], Noon, Noon);
        var kept = await archive.Get<IVault>().Keep(
            ObjectKind.Response,
            [new(frame.Unit, frame.Secret, exchange.Write()), new(own.Unit, own.Secret, bytes)],
            ct);
        var version = Ids.New();
        var content = new VersionContent(MastodonMapping.Name, item.Content(new Dictionary<int, Digest>()));
        return new(
            Ids.New(), own.Unit, item.Kind, archive.Source.Id, Ids.New(), version, 1, ReadFrom.Current,
            [new(kept.Name, 1)], content.Commit(own.Secret, version),
            content.WithoutNames(item.Kind, own.Secret, version), content.Author(own.Secret, version),
            item.PostedAt, []);
    }
}
