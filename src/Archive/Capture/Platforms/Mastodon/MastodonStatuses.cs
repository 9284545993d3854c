using Archive.Capture.Http;
using Archive.Capture.Mapping;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Evidence.Canonical;

namespace Archive.Capture.Platforms.Mastodon;

/// <summary>A status as it was taken in.</summary>
/// <param name="HasAnswers">Now, or the last time it was counted: its thread is worth a question.</param>
internal sealed record TakenIn(string PlatformId, string? InReplyTo, bool HasAnswers);

/// <summary>Takes statuses in, from whichever answer they come: bytes kept, media fetched, history endpoint, facts recorded.</summary>
internal sealed class MastodonStatuses(VisitAtWork visit, MastodonQuestions questions)
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>How many different statuses this visit has seen.</summary>
    public int Seen => seen.Count;

    /// <summary>Known records of the source that this visit has not seen, and that are not known to be gone.</summary>
    public async Task<IReadOnlyList<(string PlatformId, Guid Record)>> NotSeen(CancellationToken ct)
    {
        var missing = (await visit.Identities.Known(visit.Source.Id, ct)).Where(k => !seen.Contains(k.PlatformId)).ToList();
        var states = await RecordState.Of(missing.Select(m => m.Record).ToList(), visit.Events, ct);
        return [.. missing.Where(m => !states[m.Record].Gone)];
    }

    /// <param name="record">The record endpoint for, if it was one.</param>
    /// <param name="cutShort">The platform shows only part of this list.</param>
    public async Task<IReadOnlyList<TakenIn>> TakeIn(
        Endpoint endpoint, Fetched answer, CutJson cut, Guid? record, bool cutShort, CancellationToken ct)
    {
        if (answer.Status != 200 || !cut.Understood)
        {
            var cause = MastodonResponses.IsDefinitelyNotThere(answer.Status, answer.Body) ? GapCause.NotFound : GapCause.NotUnderstood;
            await visit.Questions.Reject(endpoint, cause, answer, record, ct);
            return [];
        }

        var mapped = cut.Items.Select(i => MastodonMapping.Status(i.In(answer.Body), visit.Source.Domain).Value).ToList();
        var kept = await visit.Answers.Keep(
            visit.Source, endpoint, answer, [.. cut.Items.Zip(mapped, (i, m) => new ResponseStore.Cut(i, m?.PlatformId))], ct);
        var missed = new List<Missed>();
        if (cutShort)
            missed.Add(new(endpoint, GapCause.Truncated, record, answer.Status, kept.Exchange));

        var present = new List<Present>();
        for (var i = 0; i < mapped.Count; i++)
        {
            if (mapped[i] is not { } status)
                missed.Add(new(endpoint, GapCause.NotUnderstood, record, answer.Status, new(kept.Object, kept.Items[i].Piece)));
            else if (!kept.Items[i].Identity!.Forgotten)
                present.Add(new(status, kept.Items[i].Identity!, new(kept.Object, kept.Items[i].Piece), cut.Items[i].In(answer.Body)));
        }

        var states = await RecordState.Of(present.Select(p => p.Identity.Record).Distinct().ToList(), visit.Events, ct);
        var sightings = new List<Sighting>();
        var asking = new HashSet<Guid>();
        var recorded = false;
        foreach (var status in present)
        {
            // Once per record, even if the server shows it twice: what the history adds is not in the states here.
            if (asking.Add(status.Identity.Record))
                recorded |= await History(status, states[status.Identity.Record], ct);
            sightings.Add(await See(status, missed, ct));
        }

        await visit.Recorder.Record(kept, sightings, [], missed, ct, recorded ? null : states);
        seen.UnionWith(present.Select(p => p.Status.PlatformId));
        return [.. present.Select(p => new TakenIn(
            p.Status.PlatformId,
            p.Status.InReplyTo,
            p.Status.Engagement?.Replies is null or > 0 || states[p.Identity.Record].Engagement?.Replies > 0))];
    }

    private async Task<Sighting> See(Present present, List<Missed> missed, CancellationToken ct)
    {
        var (media, digests) = await Media(present.Status, present.Identity.Record, missed, ct);
        return new(
            present.Identity, present.Status.Kind, ReadFrom.Current, [present.At], present.Status.Content(digests), media,
            present.Status.Engagement);
    }

    /// <summary>What was edited since the version we have: the platform's history tells what stood there in between.</summary>
    /// <returns>Whether that was asked, so that the record may have changed.</returns>
    private async Task<bool> History(Present present, RecordState state, CancellationToken ct)
    {
        if (present.Status.EditedAt is null || present.Status.Kind == RecordKind.Share || state.Last?.EditedAt == MicrosecondOf(present.Status))
            return false;
        var record = present.Identity.Record;
        if (await visit.Questions.Ask(Endpoint.History, questions.History(present.Status.PlatformId), record, ct) is not { } answer)
            return true;
        var cut = JsonItems.OfArray(answer.Body);
        if (answer.Status != 200 || !cut.Understood)
        {
            // A server without histories says 404 to the question; that is a gap, not a disappearance.
            await visit.Questions.Reject(
                Endpoint.History, answer.Status == 200 ? GapCause.NotUnderstood : GapCause.NotFound, answer, record, ct);
            return true;
        }

        var kept = await visit.Answers.Keep(
            visit.Source, Endpoint.History, answer, [.. cut.Items.Select(i => new ResponseStore.Cut(i, present.Status.PlatformId))], ct);
        var missed = new List<Missed>();
        var sightings = new List<Sighting>();
        var after = state.Last is { } last ? last.EditedAt ?? last.PostedAt : DateTimeOffset.MinValue;
        for (var i = 0; i < cut.Items.Count; i++)
        {
            var at = new PieceRef(kept.Object, kept.Items[i].Piece);
            if (MastodonMapping.History(cut.Items[i].In(answer.Body), present.Bytes, visit.Source.Domain).Value is not { } entry)
                missed.Add(new(Endpoint.History, GapCause.NotUnderstood, record, answer.Status, at));
            else if ((entry.EditedAt ?? entry.PostedAt) is var moment && moment > after && moment < present.Status.EditedAt)
                sightings.Add(await SeeEarlier(present, entry, at, missed, ct));
        }

        await visit.Recorder.Record(kept, sightings, [], missed, ct);
        return true;
    }

    private async Task<Sighting> SeeEarlier(
        Present present, MappedItem entry, PieceRef at, List<Missed> missed, CancellationToken ct)
    {
        var (media, digests) = await Media(entry, present.Identity.Record, missed, ct);
        return new(
            present.Identity, present.Status.Kind, ReadFrom.History, [at, present.At], entry.Content(digests), media, null);
    }

    private async Task<(IReadOnlyList<MediumRef> Kept, Dictionary<int, Digest> Digests)> Media(
        MappedItem status, Guid record, List<Missed> missed, CancellationToken ct)
    {
        var kept = new List<MediumRef>();
        var digests = new Dictionary<int, Digest>();
        foreach (var (index, url) in status.Media)
        {
            var (medium, gap) = url is null
                ? (null, new Missed(Endpoint.Medium, GapCause.NotFound, record))
                : await visit.Media.Keep(visit.Source, url, record, visit.Questions.Budget, ct);
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

    private static DateTimeOffset? MicrosecondOf(MappedItem status) =>
        status.EditedAt is { } at ? CanonicalMoment.Truncate(at) : null;

    private sealed record Present(MappedItem Status, Identity Identity, PieceRef At, ReadOnlyMemory<byte> Bytes);
}
