namespace Archive.Capture.Platforms.Mastodon;

/// <summary>
/// What Mastodon and servers that speak its API show anyone. Verified against answers recorded from Mastodon (August
/// 2026), GoToSocial and Hollo (November 2026); no server has been visited live from here.
/// </summary>
public static class MastodonCapabilities
{
    public static PlatformCapabilities Table { get; } = new(
    [
        new("posts", Seen.Yes, "All public and unlisted ones, 40 to a page, back to the first.", Verification.Recorded),
        new("comments", Seen.Partly,
            "By thread, at most 60 without a token; what answers a deleted comment is missing from the thread.",
            Verification.Recorded),
        new(
            "media",
            Seen.Yes,
            "As the server serves them, which some re-encode; with description.",
            Verification.Recorded),
        new("edits", Seen.Partly,
            "Mastodon and GoToSocial give every version in the history; Hollo has no history, and says nothing when a "
                + "post is edited.",
            Verification.Recorded),
        new(
            "deletions",
            Seen.Partly,
            "By asking again: 404 with an error; not who deleted it, nor when.",
            Verification.Recorded),
        new(
            "figures",
            Seen.Partly,
            "Numbers of replies, boosts and favourites that this server knows of.",
            Verification.Recorded),
        new("account", Seen.Partly,
            "Name, biography, fields, pictures and where it moved, as they are at a visit; not since when.",
            Verification.Recorded),
        new("polls", Seen.Partly, "Options and end; numbers of votes are not kept.", Verification.Recorded),
        new("quotes", Seen.Partly, "With the quoted text, if its author agreed.", Verification.Recorded),
        new(
            "hidden",
            Seen.No,
            "What the server or the account filters is not shown, nor that it is.",
            Verification.SpecificationOnly),
        new(
            "direct messages",
            Seen.No,
            "Only with the account's own token, which is not asked for.",
            Verification.SpecificationOnly),
        new("advertisements", Seen.No, "The platform has none.", Verification.SpecificationOnly),
    ]);
}
