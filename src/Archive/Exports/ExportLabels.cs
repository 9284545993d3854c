using Archive.Capture;
using Archive.Exports.Pdf;
using Archive.Requests;
using Archive.Retention;
using Archive.Sources;

namespace Archive.Exports;

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

    public static string Gap(Asked asked, GapCause cause, int count, PageLanguage language) => language switch
    {
        PageLanguage.Nl => $"{Asked(asked, language)}: {Cause(cause, language)} ({count} keer)",
        PageLanguage.En => $"{Asked(asked, language)}: {Cause(cause, language)} ({count} times)",
    };

    private static string Asked(Asked asked, PageLanguage language) => (asked, language) switch
    {
        (Capture.Asked.Account, PageLanguage.Nl) => "Account",
        (Capture.Asked.Account, PageLanguage.En) => "Account",
        (Capture.Asked.Listing, PageLanguage.Nl) => "Lijst van berichten",
        (Capture.Asked.Listing, PageLanguage.En) => "List of posts",
        (Capture.Asked.Post, PageLanguage.Nl) => "Afzonderlijk bericht",
        (Capture.Asked.Post, PageLanguage.En) => "Single post",
        (Capture.Asked.Thread, PageLanguage.Nl) => "Reacties bij een bericht",
        (Capture.Asked.Thread, PageLanguage.En) => "Comments on a post",
        (Capture.Asked.History, PageLanguage.Nl) => "Bewerkingsgeschiedenis",
        (Capture.Asked.History, PageLanguage.En) => "History of edits",
        (Capture.Asked.Medium, PageLanguage.Nl) => "Afbeelding, film of geluid",
        (Capture.Asked.Medium, PageLanguage.En) => "Picture, film or sound",
    };

    public static string Cause(GapCause cause, PageLanguage language) => (cause, language) switch
    {
        (GapCause.Unreachable, PageLanguage.Nl) => "platform niet bereikbaar",
        (GapCause.Unreachable, PageLanguage.En) => "platform unreachable",
        (GapCause.Refused, PageLanguage.Nl) => "toegang geweigerd",
        (GapCause.Refused, PageLanguage.En) => "access refused",
        (GapCause.RateLimited, PageLanguage.Nl) => "platform beperkt het aantal vragen",
        (GapCause.RateLimited, PageLanguage.En) => "rate limit of the platform",
        (GapCause.PlatformFailed, PageLanguage.Nl) => "storing bij het platform",
        (GapCause.PlatformFailed, PageLanguage.En) => "failure of the platform",
        (GapCause.NotUnderstood, PageLanguage.Nl) => "antwoord niet begrepen; ongelezen bewaard",
        (GapCause.NotUnderstood, PageLanguage.En) => "answer not understood; kept unread",
        (GapCause.TooLarge, PageLanguage.Nl) => "antwoord te groot; begin bewaard",
        (GapCause.TooLarge, PageLanguage.En) => "answer too large; its beginning kept",
        (GapCause.CutShort, PageLanguage.Nl) => "platform toont maar een deel",
        (GapCause.CutShort, PageLanguage.En) => "the platform shows only part",
        (GapCause.NotThere, PageLanguage.Nl) => "niet aanwezig",
        (GapCause.NotThere, PageLanguage.En) => "not there",
        (GapCause.AddressBarred, PageLanguage.Nl) => "adres wordt niet bezocht",
        (GapCause.AddressBarred, PageLanguage.En) => "address is not visited",
    };

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
