using Archive.Capture.Http;
using Archive.Capture.Mapping;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Sources;

namespace Archive.Capture.Visits;

/// <summary>An answer with items, as a collector hands it over.</summary>
/// <param name="Cut">Where its items are.</param>
/// <param name="Record">The record asked for, if it was one.</param>
/// <param name="CutShort">The platform shows only part of this list.</param>
/// <param name="Thread">The record with which the thread begins that these items are in, if it was asked for.</param>
internal sealed record ItemAnswer(
    Endpoint Endpoint, Fetched Answer, CutJson Cut, Guid? Record = null, bool CutShort = false, Guid? Thread = null);

/// <summary>Where a platform tells what an item said before it was edited.</summary>
/// <param name="Question">Of an item; null if the platform has no history of such an item.</param>
/// <param name="Cut">Finds the entries in the answer, the oldest first.</param>
internal sealed record EditHistory(Func<MappedItem, Uri?> Question, Func<ReadOnlyMemory<byte>, CutJson> Cut);

/// <summary>An item that was taken in.</summary>
/// <param name="Thread">The record with which its thread begins, as far as that was ever told; else itself.</param>
/// <param name="HasAnswers">Now, or the last time it was counted: its thread is worth a question.</param>
internal sealed record IngestedItem(string PlatformId, Guid Record, string? InReplyTo, Guid Thread, bool HasAnswers);

/// <summary>
/// Takes in the items of one visit, from whichever answer of whichever platform they come: bytes kept, media fetched,
/// history asked for, facts recorded.
/// </summary>
internal sealed class ItemIngest(
    Source source, IMapper mapper, VisitQuestions questions, ResponseStore answers, VisitRecorder recorder,
    MediaStore media, Identities identities, LastVersions lastVersions)
{
    private readonly HashSet<ItemId> seen = [];

    /// <summary>How many different items this visit has seen.</summary>
    public int Seen => seen.Count;

    /// <summary>Known records of the source that this visit has not seen, and that are not known to be gone.</summary>
    public async Task<IReadOnlyList<(ItemId Id, Guid Record)>> NotSeen(CancellationToken ct)
    {
        var missing = (await identities.Known(ct)).Where(k => !seen.Contains(k.Id)).ToList();
        var states = await recorder.States([.. missing.Select(m => m.Record)], ct);
        return [.. missing.Where(m => !states[m.Record].Gone)];
    }

    /// <summary>
    /// Items of an answer to <see cref="Endpoint.Account"/> are accounts, of which platforms have no history.
    /// </summary>
    /// <param name="history">Null if the platform has none.</param>
    /// <returns>What was understood, and was not destroyed here before; nothing if the answer is not 200.</returns>
    public async Task<IReadOnlyList<IngestedItem>> Ingest(ItemAnswer items, EditHistory? history, CancellationToken ct)
    {
        var (endpoint, answer, cut, record, cutShort, thread) = items;
        if (answer.Status != 200 || !cut.Understood)
        {
            await questions.Reject(endpoint, GapCause.NotUnderstood, answer, record, ct);
            return [];
        }

        var mapped = cut.Items.AsParallel().AsOrdered()
            .Select(i => Read(endpoint, i.In(answer.Body)).Value).ToList();
        var kept = await answers.Keep(
            endpoint, answer, [.. cut.Items.Zip(mapped, (i, m) => new ResponseStore.Cut(i, m?.Id))], ct);
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

        // Pictures are fetched while the answer before is recorded, which the states wait for.
        var fetching = Media([.. present.Select(p => (p.Item, p.Identity.Record))], missed, ct);
        var reading = recorder.States(present.Select(p => p.Identity), ct);
        await Task.WhenAll(fetching, reading);
        var (shown, states) = (await fetching, await reading);
        var recorded = false;
        // Once per record, even if the server shows it twice: what the history adds is not in the states here.
        foreach (var item in history is null ? [] : present.DistinctBy(p => p.Identity.Record))
            recorded |= await History(item, states[item.Identity.Record], history!, ct);
        var parents = await identities.Known([.. present.Select(p => p.Item.Parent).OfType<ItemId>().Distinct()], ct);
        var seenItems = present.Zip(shown, (p, m) => new SeenItem(
            p.Identity, p.Item.Kind, ReadFrom.Current, [p.At], p.Item.Content(m.Digests), m.Kept, p.Item.Figures)
        {
            Place = new(
                p.Item.Parent is { } parent && parents.TryGetValue(parent, out var answers)
                    && answers != p.Identity.Record // no record answers itself, whatever a server says
                    ? answers
                    : null,
                thread == p.Identity.Record ? null : thread),
        });

        await recorder.Record(kept, [.. seenItems], [], missed, ct, recorded ? null : states);
        seen.UnionWith(present.Select(p => p.Item.Id));
        return [.. present.Select(p => new IngestedItem(
            p.Item.PlatformId,
            p.Identity.Record,
            p.Item.InReplyTo,
            states[p.Identity.Record].Place.Thread ?? p.Identity.Record,
            p.Item.Figures.Of(Measure.Replies) is null or > 0
                || states[p.Identity.Record].Figures.Of(Measure.Replies) > 0))];
    }

    private Reading<MappedItem> Read(Endpoint endpoint, ReadOnlyMemory<byte> item) => endpoint == Endpoint.Account
        ? mapper.Account(item, source.Domain)
        : mapper.Read(ReadFrom.Current, [item], source.Domain);

    /// <summary>
    /// What was edited since the version we have: the platform's history tells what stood there in between.
    /// </summary>
    /// <returns>Whether that was asked, so that the record may have changed.</returns>
    private async Task<bool> History(Present present, RecordState state, EditHistory history, CancellationToken ct)
    {
        if (present.Item.EditedAt is not { } edited || history.Question(present.Item) is not { } question)
            return false;
        var after = DateTimeOffset.MinValue;
        if (state.Last is { } last)
        {
            // One that cannot be read now keeps the visit from nothing but the words in between.
            if (await lastVersions.Written(last, present.Identity.Secret, ct) is not { } written
                || written == CanonicalMoment.Truncate(edited))
            {
                return false;
            }

            after = written;
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
            Endpoint.History, answer, [.. cut.Items.Select(i => new ResponseStore.Cut(i, present.Item.Id))], ct);
        if (kept.Items.Any(i => i.Identity!.Forgotten))
            return true; // destroyed since it was seen
        var missed = new List<Missed>();
        var earlier = new List<(MappedItem Item, PieceRef At)>();
        for (var i = 0; i < cut.Items.Count; i++)
        {
            var at = new PieceRef(kept.Object, kept.Items[i].Piece);
            ReadOnlyMemory<byte>[] pieces = [cut.Items[i].In(answer.Body), present.Bytes];
            var entry = mapper.Read(ReadFrom.History, pieces, source.Domain).Value;
            if (entry is null)
                missed.Add(new(Endpoint.History, GapCause.NotUnderstood, record, answer.Status, at));
            else if ((entry.EditedAt ?? entry.PostedAt) is var moment && moment > after
                && moment < present.Item.EditedAt)
                earlier.Add((entry, at));
        }

        var shown = await Media([.. earlier.Select(e => (e.Item, record))], missed, ct);
        var seenItems = earlier.Zip(shown, (e, m) => new SeenItem(
            present.Identity, present.Item.Kind, ReadFrom.History, [e.At, present.At], e.Item.Content(m.Digests),
            m.Kept, []));
        await recorder.Record(kept, [.. seenItems], [], missed, ct);
        return true;
    }

    /// <returns>For each item what is kept of its media.</returns>
    private async Task<IReadOnlyList<ShownMedia>> Media(
        IReadOnlyList<(MappedItem Item, Guid Record)> items, List<Missed> missed, CancellationToken ct)
    {
        var wanted = items.SelectMany(i => i.Item.Media.Select(m => (m.Url, i.Record)))
            .Where(w => w.Url is not null).Select(w => (w.Url!, w.Record)).ToList();
        var found = (await media.Keep(source, wanted, questions.Budget, ct)).GetEnumerator();
        var shown = new List<ShownMedia>(items.Count);
        foreach (var (item, record) in items)
        {
            var (kept, digests) = (new List<MediumRef>(), new Dictionary<int, Digest>());
            foreach (var (index, url) in item.Media)
            {
                var (medium, gap) = url is not null && found.MoveNext()
                    ? found.Current
                    : (null, new Missed(Endpoint.Medium, GapCause.NotFound, record));
                if (medium is not null)
                {
                    kept.Add(new(index, medium.Unit, medium.Object));
                    digests.Add(index, medium.Digest);
                }
                else if (gap is not null && missed.All(m => m != gap))
                {
                    missed.Add(gap);
                }
            }

            shown.Add(new(kept, digests));
        }

        return shown;
    }

    private sealed record Present(MappedItem Item, Identity Identity, PieceRef At, ReadOnlyMemory<byte> Bytes);

    private sealed record ShownMedia(IReadOnlyList<MediumRef> Kept, IReadOnlyDictionary<int, Digest> Digests);
}
