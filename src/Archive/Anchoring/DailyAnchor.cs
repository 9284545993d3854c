using Archive.Evidence.Notes;
using Archive.Storage.Anchor;
using Archive.Storage.Log;
using Archive.Storage.Witnesses;

namespace Archive.Anchoring;

/// <summary>What an export carries to prove when its log existed.</summary>
/// <param name="Tokens">Over the anchor checkpoint, one per authority that answered.</param>
/// <param name="AuthoritiesAsked">How many authorities are configured.</param>
public sealed record SetAnchor(
    AnchoredCheckpoint Anchored, IReadOnlyList<(StoredToken Token, IReadOnlyList<RevocationData> Revocation)> Tokens,
    int AuthoritiesAsked);

/// <summary>
/// Fixes the log in time: once a day the tenant's newest checkpoint goes into the anchor log, and every authority is
/// asked for a token over that log's head, again and again until it gives one. Called every minute; it looks at the
/// state of things and not at the clock, so that a start after a long stop makes up for it. Nothing of capture waits
/// for it.
/// </summary>
public sealed class DailyAnchor(
    AnchoringOptions options, LogReader log, Witnessing witnesses, AnchorLog anchors, TimeStampStore store,
    TimeStamping stamping, TimeStampRenewal renewal, TimeStampState state, TimeProvider clock)
{
    private static readonly TimeSpan Daily = new(0, 5, 0); // 00:05 UTC

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BackOff backOff = new(clock);

    /// <summary>
    /// Time-stamps what waits, and only then anchors what is new: where several tenants anchor in the same minute, one
    /// token asked for in the next holds for all.
    /// </summary>
    public async Task Run(CancellationToken ct)
    {
        foreach (var authority in options.Authorities)
            await Stamp(authority, ct);
        await renewal.Run(backOff, ct);
        await AnchorIfDue(ct);
        await state.Publish(backOff, ct);
    }

    /// <summary>
    /// Anchors a checkpoint at once and asks every authority once, side by side: for an export, which does not wait for
    /// long.
    /// </summary>
    public async Task<SetAnchor> Now(SignedNote checkpoint, TimeSpan deadline, CancellationToken ct)
    {
        var anchored = await anchors.Anchor(checkpoint, ct);
        var tokens = await Task.WhenAll(options.Authorities.Select(a => Token(a, anchored, deadline, ct)));
        var given = new List<(StoredToken, IReadOnlyList<RevocationData>)>();
        foreach (var token in tokens.OfType<StoredToken>())
            given.Add((token, await store.Revocation(token.Token.Digest, ct)));
        return new(anchored, given, options.Authorities.Count);
    }

    /// <summary>The newest token of each authority that gave one.</summary>
    public async Task<IReadOnlyList<StoredToken>> Newest(CancellationToken ct)
    {
        var newest = new List<StoredToken>();
        foreach (var authority in options.Authorities)
        {
            if (await store.Newest(authority.Name, ct) is { } token)
                newest.Add(token);
        }

        return newest;
    }

    private async Task<StoredToken?> Token(
        TimeStampAuthority authority,
        AnchoredCheckpoint anchored,
        TimeSpan deadline,
        CancellationToken ct)
    {
        var size = Checkpoint.Parse(anchored.Proof.Checkpoint.Text).Size;
        if (await store.Newest(authority.Name, ct) is { } known && known.Size == size)
            return known;
        var (token, _) = await stamping.Obtain(authority, size, anchored.Imprint, renewed: null, deadline, ct);
        // A token that says it was made long before what it proves would fail the set; that the clocks differ is in the
        // log.
        return token is not null && TimeStamping.ClocksAgree(token) ? token : null;
    }

    private async Task Stamp(TimeStampAuthority authority, CancellationToken ct)
    {
        var covered = (await store.Newest(authority.Name, ct))?.Size ?? 0;
        if (await anchors.FirstFrom(covered, ct) is not { } waits || !backOff.MayTry(authority.Name))
            return;
        if (await anchors.LastCheckpoint(ct) is not { } head
            || Checkpoint.Parse(head.Text).Size is var size && size <= waits.Leaf)
            return; // its head was not signed yet: a run died between the two, and anchoring mends it
        var (token, trouble) = await stamping.Obtain(
            authority,
            size,
            Checkpoint.Imprint(head),
            renewed: null,
            Patience,
            ct);
        backOff.Tried(authority.Name, token is null ? trouble : null);
    }

    private async Task AnchorIfDue(CancellationToken ct)
    {
        if (await log.LastCheckpoint(ct) is not { } checkpoint)
            return;
        var current = await witnesses.Whole(checkpoint, ct); // with the cosignatures it has by now
        if (await anchors.Last(ct) is { } last)
        {
            var head = await anchors.LastCheckpoint(ct);
            if (head is null || Checkpoint.Parse(head.Text).Size <= last.Leaf)
                await anchors.Anchor(last.Note, ct);
            if ((last.At >= LastRound() && !last.At.IsAheadOf(clock.GetUtcNow()))
                || last.Note.ToBytes().AsSpan().SequenceEqual(current.ToBytes()))
                return;
        }

        await anchors.Anchor(current, ct);
    }

    /// <summary>
    /// The last moment at which everyone was to anchor: today at 00:05 UTC, or yesterday if that is yet to come.
    /// </summary>
    private DateTimeOffset LastRound()
    {
        var now = clock.GetUtcNow();
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + Daily;
        return today <= now ? today : today.AddDays(-1);
    }
}
