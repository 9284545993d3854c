using Archive.Capture.Mapping;

namespace Archive.Capture.Platforms.Mastodon;

/// <summary>An account as the lookup shows it.</summary>
/// <param name="Handle">`@user@example.nl`.</param>
public sealed record MappedAccount(string PlatformId, string Handle, string? Name, string? Url);

/// <summary>Answers that are no statuses.</summary>
public static class MastodonResponses
{
    /// <param name="account">The body of `/api/v1/accounts/lookup`.</param>
    /// <param name="domain">Of the server asked, as in its handles.</param>
    public static Reading<MappedAccount> Account(ReadOnlyMemory<byte> account, string domain) =>
        JsonField.Read(account, a =>
        {
            var author = StatusAuthor.Of(a, domain);
            return new MappedAccount(author.Id, author.Handle, author.Name, a.TextOrNull("url"));
        });

    /// <summary>
    /// Whether the platform itself says that something is not there: 404 or 410 with its own error object. A 404 page
    /// of a proxy, or of a server that does not have the question (Hollo has no history), says nothing about the
    /// status.
    /// </summary>
    public static bool IsDefinitelyNotThere(int? status, ReadOnlyMemory<byte> body) =>
        status is 404 or 410 && JsonField.Read(body, e => e.Text("error")).Value is not null;
}
