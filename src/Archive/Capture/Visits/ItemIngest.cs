using Archive.Capture.Http;
using Archive.Capture.Mapping;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Sources;
using Archive.Storage.Facts;

namespace Archive.Capture.Visits;

/// <summary>An answer with items, as a collector hands it over.</summary>
/// <param name="Cut">Where its items are.</param>
/// <param name="Record">The record asked for, if it was one.</param>
/// <param name="CutShort">The platform shows only part of this list.</param>
internal sealed record ItemAnswer(
    Endpoint Endpoint, Fetched Answer, CutJson Cut, Guid? Record = null, bool CutShort = false);

/// <summary>Where a platform tells what an item said before it was edited.</summary>
/// <param name="Question">Of an item; null if the platform has no history of such an item.</param>
/// <param name="Cut">Finds the entries in the answer, the oldest first.</param>
internal sealed record EditHistory(Func<MappedItem, Uri?> Question, Func<ReadOnlyMemory<byte>, CutJson> Cut);

/// <summary>An item that was taken in.</summary>
/// <param name="HasAnswers">Now, or the last time it was counted: its thread is worth a question.</param>
internal sealed record IngestedItem(string PlatformId, string? InReplyTo, bool HasAnswers);

/// <summary>
/// Takes in the items of one visit, from whichever answer of whichever platform they come: bytes kept, media fetched,
/// history asked for, facts recorded.
/// </summary>
internal sealed class ItemIngest(
    Source source, IMapper mapper, VisitQuestions questions, ResponseStore answers, VisitRecorder recorder,
    MediaStore media, Identities identities, EventStore events)
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>How many different items this visit has seen.</summary>
    public int Seen => seen.Count;

    /// <summary>Known records of the source that this visit has not seen, and that are not known to be gone.</summary>
    public async Task<IReadOnlyList<(string PlatformId, Guid Record)>> NotSeen(CancellationToken ct)
    {
        var missing = (await identities.Known(source.Id, ct)).Where(k => !seen.Contains(k.PlatformId)).ToList();
        var states = await RecordState.Of(missing.Select(m => m.Record).ToList(), events, ct);
        return [.. missing.Where(m => !states[m.Record].Gone)];
    }

    /// <param name="history">Null if the platform has none.</param>
    /// <returns>What was understood, and was not destroyed here before; nothing if the answer is not 200.</returns>
    public async Task<IReadOnlyList<IngestedItem>> TakeIn(ItemAnswer items, EditHistory? history, CancellationToken ct)
    {
        var (endpoint, answer, cut, record, cutShort) = items;
        if (answer.Status != 200 || !cut.Understood)
        {
            await questions.Reject(endpoint, GapCause.NotUnderstood, answer, record, ct);
            return [];
        }

        var mapped = cut.Items
            .Select(i => mapper.Read(ReadFrom.Current, [i.In(answer.Body)], source.Domain).Value).ToList();
        var kept = await answers.Keep(
            source, endpoint, answer,
            [.. cut.Items.Zip(mapped, (i, m) => new ResponseStore.Cut(i, m?.PlatformId))], ct);
        var missed = new List<Missed>();
        if (cutShort)
            missed.Add(new(endpoint, GapCause.Truncated, record, answer.Status, kept.Exchange));

        var present = new List<Present>();
        for (var i = 0; i < mapped.Count; i++)
        {
            var at = new PieceRef(kept.Object, kept.Items[i].Piece);
            if (mapped[i] is not { } item)
                missed.Add(new(endpoint, GapCause.NotUnderstood, record, answer.Status, at));
            else if (!kept.Items[i].Identity!.Forgotten)
                present.Add(new(item, kept.Items[i].Identity!, at, cut.Items[i].In(answer.Body)));
        }

        var states = await RecordState.Of(present.Select(p => p.Identity.Record).Distinct().ToList(), events, ct);
        var sightings = new List<Sighting>();
        var asking = new HashSet<Guid>();
        var recorded = false;
        foreach (var item in present)
        {
            // Once per record, even if the server shows it twice: what the history adds is not in the states here.
            if (history is not null && asking.Add(item.Identity.Record))
                recorded |= await History(item, states[item.Identity.Record], history, ct);
            sightings.Add(await See(item, missed, ct));
        }

        await recorder.Record(kept, sightings, [], missed, ct, recorded ? null : states);
        seen.UnionWith(present.Select(p => p.Item.PlatformId));
        return [.. present.Select(p => new IngestedItem(
            p.Item.PlatformId,
            p.Item.InReplyTo,
            p.Item.Engagement?.Replies is null or > 0 || states[p.Identity.Record].Engagement?.Replies > 0))];
    }

    private async Task<Sighting> See(Present present, List<Missed> missed, CancellationToken ct)
    {
        var (shown, digests) = await Media(present.Item, present.Identity.Record, missed, ct);
        return new(
            present.Identity, present.Item.Kind, ReadFrom.Current, [present.At], present.Item.Content(digests), shown,
            present.Item.Engagement);
    }

    /// <summary>
    /// What was edited since the version we have: the platform's history tells what stood there in between.
    /// </summary>
    /// <returns>Whether that was asked, so that the record may have changed.</returns>
    private async Task<bool> History(Present present, RecordState state, EditHistory history, CancellationToken ct)
    {
        if (present.Item.EditedAt is null || state.Last?.EditedAt == MicrosecondOf(present.Item)
            || history.Question(present.Item) is not { } question)
        {
            return false;
        }

        var record = present.Identity.Record;
        if (await questions.Ask(Endpoint.History, question, record, ct) is not { } answer)
            return true;
        var cut = history.Cut(answer.Body);
        if (answer.Status != 200 || !cut.Understood)
        {
            // A server without histories says 404 to the question; that is a gap, not a disappearance.
            await questions.Reject(
                Endpoint.History, answer.Status == 200 ? GapCause.NotUnderstood : GapCause.NotFound, answer, record,
                ct);
            return true;
        }

        var kept = await answers.Keep(
            source, Endpoint.History, answer,
            [.. cut.Items.Select(i => new ResponseStore.Cut(i, present.Item.PlatformId))], ct);
        var missed = new List<Missed>();
        var sightings = new List<Sighting>();
        var after = state.Last is { } last ? last.EditedAt ?? last.PostedAt : DateTimeOffset.MinValue;
        for (var i = 0; i < cut.Items.Count; i++)
        {
            var at = new PieceRef(kept.Object, kept.Items[i].Piece);
            ReadOnlyMemory<byte>[] pieces = [cut.Items[i].In(answer.Body), present.Bytes];
            var entry = mapper.Read(ReadFrom.History, pieces, source.Domain).Value;
            if (entry is null)
                missed.Add(new(Endpoint.History, GapCause.NotUnderstood, record, answer.Status, at));
            else if ((entry.EditedAt ?? entry.PostedAt) is var moment && moment > after
                && moment < present.Item.EditedAt)
                sightings.Add(await SeeEarlier(present, entry, at, missed, ct));
        }

        await recorder.Record(kept, sightings, [], missed, ct);
        return true;
    }

    private async Task<Sighting> SeeEarlier(
        Present present, MappedItem entry, PieceRef at, List<Missed> missed, CancellationToken ct)
    {
        var (shown, digests) = await Media(entry, present.Identity.Record, missed, ct);
        return new(
            present.Identity, present.Item.Kind, ReadFrom.History, [at, present.At], entry.Content(digests), shown,
            null);
    }

    private async Task<(IReadOnlyList<MediumRef> Kept, Dictionary<int, Digest> Digests)> Media(
        MappedItem item, Guid record, List<Missed> missed, CancellationToken ct)
    {
        var kept = new List<MediumRef>();
        var digests = new Dictionary<int, Digest>();
        foreach (var (index, url) in item.Media)
        {
            var (medium, gap) = url is null
                ? (null, new Missed(Endpoint.Medium, GapCause.NotFound, record))
                : await media.Keep(source, url, record, questions.Budget, ct);
            if (medium is not null)
            {
                kept.Add(new(index, medium.Unit, medium.Object));
                digests.Add(index, medium.Digest);
            }
            else if (missed.All(m => m != gap))
            {
                missed.Add(gap!);
            }
        }

        return (kept, digests);
    }

    private static DateTimeOffset? MicrosecondOf(MappedItem item) =>
        item.EditedAt is { } at ? CanonicalMoment.Truncate(at) : null;

    private sealed record Present(MappedItem Item, Identity Identity, PieceRef At, ReadOnlyMemory<byte> Bytes);
}
