using Archive.Capture.Mapping;

namespace Archive.Capture.Platforms.Mastodon;

/// <summary>Who wrote it.</summary>
/// <param name="Handle">`@user@example.nl`, whichever server it is on.</param>
internal sealed record StatusAuthor(string Id, string Handle, string? Name)
{
    public static StatusAuthor Of(JsonField account, string domain) =>
        new(account.Text("id"), WholeHandle(account.Text("acct"), domain), account.TextOrNull("display_name"));

    /// <param name="acct">`user` for an account of the server itself, else `user@host`.</param>
    public static string WholeHandle(string acct, string domain)
    {
        var bare = acct.TrimStart('@');
        return bare.Contains('@', StringComparison.Ordinal) ? $"@{bare}" : $"@{bare}@{domain}";
    }
}
