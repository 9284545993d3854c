using Archive.Capture;
using Archive.Requests;
using Archive.Retention.Destruction;
using Archive.Sources;

namespace Archive.Exports.Pages;

/// <summary>What pages and inventory say in the reader's language. A new word of ours breaks the build here.</summary>
public static class ExportLabels
{
    public static string Kind(RecordKind kind, PageLanguage language) => (kind, language) switch
    {
        (RecordKind.Post, PageLanguage.Nl) => "Bericht",
        (RecordKind.Post, PageLanguage.En) => "Post",
        (RecordKind.Comment, PageLanguage.Nl) => "Reactie",
        (RecordKind.Comment, PageLanguage.En) => "Comment",
        (RecordKind.Share, PageLanguage.Nl) => "Gedeeld bericht",
        (RecordKind.Share, PageLanguage.En) => "Share",
    };

    public static string Assessment(Assessment assessment, PageLanguage language) => language switch
    {
        PageLanguage.Nl => Capital(WooLabels.Dutch(assessment)),
        PageLanguage.En => assessment switch
        {
            Requests.Assessment.Public => "Public",
            Requests.Assessment.PartlyPublic => "Partly public",
            Requests.Assessment.NotPublic => "Not public",
            Requests.Assessment.AlreadyPublic => "Already public",
            Requests.Assessment.Duplicate => "Duplicate",
            Requests.Assessment.OutOfScope => "Out of scope",
        },
    };

    public static string Platform(Platform platform) => platform switch
    {
        Sources.Platform.Mastodon => "Mastodon",
    };

    public static string Basis(DestructionBasis basis, PageLanguage language) => (basis, language) switch
    {
        (DestructionBasis.SelectionList, PageLanguage.Nl) => "bewaartermijn verstreken (Archiefwet 1995 art. 3 en 5)",
        (DestructionBasis.SelectionList, PageLanguage.En) => "retention term passed (Archiefwet 1995 art. 3 and 5)",
        (DestructionBasis.AvgErasure, PageLanguage.Nl) => "recht op wissing (AVG art. 17 lid 1)",
        (DestructionBasis.AvgErasure, PageLanguage.En) => "right to erasure (GDPR art. 17(1))",
    };

    public static string Gap(Endpoint endpoint, GapCause cause, int count, PageLanguage language) => language switch
    {
        PageLanguage.Nl => $"{Asked(endpoint, language)}: {Cause(cause, language)} ({count} keer)",
        PageLanguage.En => $"{Asked(endpoint, language)}: {Cause(cause, language)} ({count} times)",
    };

    private static string Asked(Endpoint endpoint, PageLanguage language) => (endpoint, language) switch
    {
        (Endpoint.Account, PageLanguage.Nl) => "Account",
        (Endpoint.Account, PageLanguage.En) => "Account",
        (Endpoint.Listing, PageLanguage.Nl) => "Lijst van berichten",
        (Endpoint.Listing, PageLanguage.En) => "List of posts",
        (Endpoint.Post, PageLanguage.Nl) => "Afzonderlijk bericht",
        (Endpoint.Post, PageLanguage.En) => "Single post",
        (Endpoint.Thread, PageLanguage.Nl) => "Reacties bij een bericht",
        (Endpoint.Thread, PageLanguage.En) => "Comments on a post",
        (Endpoint.History, PageLanguage.Nl) => "Bewerkingsgeschiedenis",
        (Endpoint.History, PageLanguage.En) => "History of edits",
        (Endpoint.Medium, PageLanguage.Nl) => "Afbeelding, film of geluid",
        (Endpoint.Medium, PageLanguage.En) => "Picture, film or sound",
    };

    public static string Cause(GapCause cause, PageLanguage language) => (cause, language) switch
    {
        (GapCause.Unreachable, PageLanguage.Nl) => "platform niet bereikbaar",
        (GapCause.Unreachable, PageLanguage.En) => "platform unreachable",
        (GapCause.AccessDenied, PageLanguage.Nl) => "toegang geweigerd",
        (GapCause.AccessDenied, PageLanguage.En) => "access refused",
        (GapCause.RateLimited, PageLanguage.Nl) => "platform beperkt het aantal vragen",
        (GapCause.RateLimited, PageLanguage.En) => "rate limit of the platform",
        (GapCause.PlatformFailed, PageLanguage.Nl) => "storing bij het platform",
        (GapCause.PlatformFailed, PageLanguage.En) => "failure of the platform",
        (GapCause.NotUnderstood, PageLanguage.Nl) => "antwoord niet begrepen; ongelezen bewaard",
        (GapCause.NotUnderstood, PageLanguage.En) => "answer not understood; kept unread",
        (GapCause.TooLarge, PageLanguage.Nl) => "antwoord te groot; begin bewaard",
        (GapCause.TooLarge, PageLanguage.En) => "answer too large; its beginning kept",
        (GapCause.Truncated, PageLanguage.Nl) => "platform toont maar een deel",
        (GapCause.Truncated, PageLanguage.En) => "the platform shows only part",
        (GapCause.NotFound, PageLanguage.Nl) => "niet aanwezig",
        (GapCause.NotFound, PageLanguage.En) => "not there",
        (GapCause.AddressNotAllowed, PageLanguage.Nl) => "adres wordt niet bezocht",
        (GapCause.AddressNotAllowed, PageLanguage.En) => "address is not visited",
    };

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
