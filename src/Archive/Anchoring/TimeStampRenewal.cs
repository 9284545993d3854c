using Archive.Evidence.Notes;
using Archive.Storage.Anchor;

namespace Archive.Anchoring;

/// <summary>
/// Makes tokens last longer than the certificates they rest on (RFC 4998 section 5.2): while those still hold, an
/// authority whose certificates last longer is asked for a token over the old token and the anchor checkpoint of that
/// day.
/// </summary>
public sealed class TimeStampRenewal(
    AnchoringOptions options, AnchorLog anchors, TimeStampStore store, TimeStamping stamping, TimeProvider clock)
{
    /// <summary>In one run; the rest are next.</summary>
    private const int Most = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task Run(BackOff backOff, CancellationToken ct)
    {
        var expiring = await store.Expiring(clock.GetUtcNow() + options.Lead, Most, ct);
        if (expiring.Count == 0 || await anchors.LastCheckpoint(ct) is not { } head)
            return;
        var size = Checkpoint.Parse(head.Text).Size;
        foreach (var token in expiring)
        {
            foreach (var authority in options.Authorities)
            {
                // Its last daily token tells whether it has a certificate by now that lasts longer.
                if (await store.Newest(authority.Name, ct) is not { } newest || newest.ValidUntil <= token.ValidUntil
                    || !backOff.MayTry(authority.Name))
                {
                    continue;
                }

                var (renewed, trouble) = await stamping.Obtain(
                    authority, size, TimeStampStore.RenewalImprint(token.Token, head), token, Patience, ct);
                backOff.Tried(authority.Name, renewed is null ? trouble : null);
                if (renewed is not null)
                    break;
            }
        }
    }
}
