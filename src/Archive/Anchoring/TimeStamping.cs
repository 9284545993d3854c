using Archive.Evidence;
using Archive.Storage.Anchor;
using Archive.Storage.Facts;
using Microsoft.Extensions.Logging;

namespace Archive.Anchoring;

/// <summary>
/// Asks an authority for a time-stamp, verifies it, keeps it with what proves its signer, and records that it exists.
/// </summary>
public sealed partial class TimeStamping(
    AuthorityClient client, RevocationFetch revocations, TimeStampStore store, EventStore events, TimeProvider clock,
    ILogger<TimeStamping> logger)
{
    /// <summary>So far may our clock and an authority's be apart before it is said.</summary>
    public static readonly TimeSpan ClocksApart = TimeSpan.FromMinutes(5);

    /// <param name="size">Of the anchor checkpoint that the imprint is of.</param>
    /// <param name="renewed">The token that is to last longer; a new one that does not is not kept.</param>
    /// <returns>The token as kept; else why there is none.</returns>
    public async Task<(StoredToken? Token, TimeStampFailure? Trouble)> Obtain(
        TimeStampAuthority authority, ulong size, Digest imprint, StoredToken? renewed, TimeSpan deadline,
        CancellationToken ct)
    {
        switch (await client.Ask(authority, imprint, deadline, ct))
        {
            case TimeStampResponse.Given(var token, var path):
                var revocation = await revocations.Of(path, ct);
                var kept = StoredToken.Of(size, authority.Name, token, path, renewed?.Token.Digest, clock.GetUtcNow());
                if (RevocationFetch.RevokedBefore(token.Time, path, revocation) is { } revokedAt)
                    return Failed(
                        authority,
                        new(TimeStampFailure.NotTrusted, $"Its certificate was revoked at {revokedAt:u}."));
                if (renewed is not null && kept.ValidUntil <= renewed.ValidUntil)
                    return Failed(authority, new(
                        TimeStampFailure.NotTrusted,
                        "Its certificate does not last longer than the one to be renewed."));
                WarnOfClocks(authority, kept);
                await store.Keep(kept, revocation, ct);
                await Record(kept, revocation, ct);
                return (kept, null);
            case TimeStampResponse.Missing missing:
                return Failed(authority, missing);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>
    /// Records a token in its authority's stream. A writer who was first has recorded another; the next look records
    /// this one.
    /// </summary>
    public async Task Record(StoredToken kept, IReadOnlyList<RevocationData> revocation, CancellationToken ct)
    {
        var fact = new TimeStamped(
            kept.Token.Digest,
            kept.Token.Imprint,
            (long)kept.Size,
            Digest.Of(kept.Path[0]),
            kept.Token.ExistedBy,
            kept.ValidUntil,
            [.. revocation.Where(r => r.Crl is not null).Select(r => Digest.Of(r.Crl))],
            revocation.Count(r => r.Crl is null),
            kept.Renews);
        var stream = await store.StreamOf(kept.Authority, ct);
        var versions = await events.Versions([stream], ct);
        await events.Append(
            [new(stream, versions.GetValueOrDefault(stream), [Facts.New(fact, clock.GetUtcNow())])],
            ct);
        LogStamped(logger, kept.Authority, kept.Size, kept.Token.Time);
    }

    /// <summary>
    /// Whether a fresh token's time agrees with our clock, so that what it proves does not contradict what we say.
    /// </summary>
    public static bool ClocksAgree(StoredToken token) =>
        (token.Token.Time - token.ObtainedAt).Duration() <= ClocksApart;

    private void WarnOfClocks(TimeStampAuthority authority, StoredToken kept)
    {
        if (!ClocksAgree(kept))
            LogClocks(logger, authority.Name, kept.Token.Time, kept.ObtainedAt);
    }

    private (StoredToken?, TimeStampFailure?) Failed(TimeStampAuthority authority, TimeStampResponse.Missing missing)
    {
        LogMissing(logger, authority.Name, missing.Trouble, missing.Why);
        return (null, missing.Trouble);
    }

    [LoggerMessage(6001, LogLevel.Information, "{Authority} time-stamped the anchor log at {Size} leaves, at {Time:u}")]
    private static partial void LogStamped(ILogger logger, string authority, ulong size, DateTimeOffset time);

    [LoggerMessage(6002, LogLevel.Warning, "{Authority} gave no time-stamp ({Trouble}): {Why} It is asked again")]
    private static partial void LogMissing(ILogger logger, string authority, TimeStampFailure trouble, string why);

    [LoggerMessage(
        6003,
        LogLevel.Error,
        "The clock of {Authority} said {Theirs:u} when this machine's said {Ours:u}: set the clock that is wrong")]
    private static partial void LogClocks(ILogger logger, string authority, DateTimeOffset theirs, DateTimeOffset ours);
}
