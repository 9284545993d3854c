namespace Archive.Capture.Platforms.Mastodon;

/// <summary>
/// The addresses of the public API, no token needed. Source: docs.joinmastodon.org, methods accounts and statuses.
/// </summary>
/// <param name="server">Scheme, host and port only: `https://social.example.nl/`.</param>
public sealed class MastodonQuestions(Uri server)
{
    /// <summary>What servers allow at most.</summary>
    public const int PageSize = 40;

    /// <param name="account">`user`, or `user@host`; a leading `@` is left out.</param>
    public Uri Account(string account) => At($"accounts/lookup?acct={Uri.EscapeDataString(account.TrimStart('@'))}");

    /// <summary>An account that is known, whatever it is called now.</summary>
    public Uri AccountOf(string id) => At($"accounts/{Uri.EscapeDataString(id)}");

    /// <summary>The newest statuses of an account, answers to others and boosts included.</summary>
    public Uri Listing(string accountId) => At($"accounts/{Uri.EscapeDataString(accountId)}/statuses?limit={PageSize}");

    public Uri Status(string id) => At($"statuses/{Uri.EscapeDataString(id)}");

    /// <summary>What a status answers and what answers it; without a token at most 40 and 60 of them.</summary>
    public Uri Thread(string id) => At($"statuses/{Uri.EscapeDataString(id)}/context");

    /// <summary>All versions of a status, the oldest first.</summary>
    public Uri History(string id) => At($"statuses/{Uri.EscapeDataString(id)}/history");

    private Uri At(string path) => new(server, $"/api/v1/{path}");
}
