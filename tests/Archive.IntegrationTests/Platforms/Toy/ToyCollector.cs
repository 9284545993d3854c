using Archive.Capture;
using Archive.Capture.Mapping;
using Archive.Capture.Platforms;
using Archive.Capture.Visits;

namespace Archive.IntegrationTests.Platforms.Toy;

/// <summary>Reads the board, and asks for each note that is no longer on it.</summary>
internal sealed class ToyCollector : ICollector
{
    public async Task Visit(SourceVisit visit, CancellationToken ct)
    {
        var board = new Uri(visit.Source.Server, $"/boards/{visit.Source.Handle}/");
        if (await visit.Questions.Ask(Endpoint.Listing, board, null, ct) is not { } list)
            return;
        await visit.Items.Ingest(new(Endpoint.Listing, list, JsonItems.OfArray(list.Body)), history: null, ct);

        foreach (var (id, record) in await visit.Items.NotSeen(ct))
        {
            if (await visit.Questions.Ask(Endpoint.Post, new Uri(board, id.Id), record, ct) is not { } note)
                return;
            var cut = JsonItems.OfOne(note.Body);
            if (note.Status == 410)
                await visit.Questions.StoreGone(Endpoint.Post, note, record, ct);
            else
                await visit.Items.Ingest(new(Endpoint.Post, note, cut, record), history: null, ct);
        }
    }
}
