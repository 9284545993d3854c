using System.Globalization;
using Archive.Evidence.Verification;
using Archive.Exports.Pages;
using Archive.Sources;

namespace Archive.Web;

/// <summary>What the page says, in one language, and how that language writes numbers and times.</summary>
public sealed record Words(
    PageLanguage Language,
    CultureInfo Culture,
    string Title,
    string SkipToContent,
    string ChooseLanguage,
    string AsOf,
    string AsOfNothing,
    string Alarm,
    string AlarmExplained,
    string Finding,
    string Since,
    string CertificateUntil,
    string CertificateDevelopment,
    string CertificateEndsSoon,
    string CertificateOver,
    string Totals,
    string Sources,
    string NoSources,
    string Platform,
    string Account,
    string WatchedSince,
    string Visits,
    string LastVisit,
    string NotYet,
    string UnderWay,
    string Records,
    string Versions,
    string Gone,
    string Gaps,
    string GapsExplained,
    string NoGaps,
    string Cause,
    string Count,
    string Last,
    string TimeStamps,
    string TimeStampsExplained,
    string NoAuthorities,
    string Authority,
    string LastTimeStamp,
    string TimeStampState,
    string InOrder,
    string Overdue,
    string Mutable,
    string Down,
    string DownExplained,
    string NotServed,
    string NotServedExplained,
    string Footer)
{
    public static readonly Words Dutch = new(
        PageLanguage.Nl,
        CultureInfo.GetCultureInfo("nl-NL"),
        "Stand van het archief",
        "Naar de inhoud",
        "Taal",
        "Bijgewerkt tot en met feit {0} van het logboek.",
        "Er is nog niets vastgelegd.",
        "Alarm: het archief is niet ongeschonden",
        "Bij het teruglezen is iets anders dan de feiten zeggen. Wat en waar zegt ./archive findings; wat te doen staat in "
        + "docs/operations.md. Dit blijft staan tot een latere controle het weer in orde vindt.",
        "Bevinding",
        "Sinds",
        "Uitgiften worden ondertekend met een certificaat dat geldig is tot {0}.",
        "Uitgiften worden ondertekend met een ontwikkelcertificaat zonder rechtskracht, geldig tot {0}.",
        "Het certificaat waarmee uitgiften worden ondertekend eindigt op {0}. Vraag nu een nieuw aan: ./archive keys rotate certificate",
        "Het certificaat waarmee uitgiften worden ondertekend is op {0} verlopen. Er kan niets meer worden ondertekend: "
        + "./archive keys rotate certificate",
        "Totalen",
        "Bronnen",
        "Er wordt nog geen bron gevolgd. Begin met: ./archive collect mastodon @account@server",
        "Platform",
        "Account",
        "Gevolgd sinds",
        "Bezoeken",
        "Laatste bezoek",
        "nog niet",
        "nieuw bezoek bezig",
        "Archiefbescheiden",
        "Versies",
        "Verdwenen",
        "Hiaten",
        "Wat een bezoek niet heeft gebracht. Elk hiaat is een feit in het logboek.",
        "Er zijn geen hiaten: elke vraag is beantwoord.",
        "Oorzaak",
        "Aantal",
        "Laatste",
        "Tijdstempels",
        "Een dienst buiten dit archief verklaart elke dag wanneer het logboek bestond.",
        "Er is nog geen tijdstempel gevraagd: er is geen dienst ingesteld, of het archief is net gestart. Zie docs/operations.md.",
        "Dienst",
        "Laatste tijdstempel",
        "Stand",
        "in orde",
        "TE LAAT: sinds {0} wacht iets op een tijdstempel",
        "Alleen voor een proef: de opslag van dit archief houdt wijzigen en wissen niet tegen (ARCHIVE_ALLOW_MUTABLE_STORAGE).",
        "De stand is nu niet te lezen",
        "De database antwoordt niet, of is nog niet ingericht. Wat bewaard is blijft bewaard. "
        + "Kijk of het archief draait (./archive up) en probeer het opnieuw.",
        "Het archief wordt nog niet getoond",
        "Er draait geen worker die heeft gezien dat dit de juiste databases zijn, of er is een back-up teruggezet. "
        + "Start het archief (./archive up), of herstel het eerst (./archive restore).",
        "Deze pagina toont aantallen en tijden, nooit wat iemand schreef.");

    public static readonly Words English = new(
        PageLanguage.En,
        CultureInfo.GetCultureInfo("en-GB"),
        "State of the archive",
        "Skip to content",
        "Language",
        "Up to date with fact {0} of the log.",
        "Nothing has been recorded yet.",
        "Alarm: the archive is not untouched",
        "Reading back found something that is not as facts say. ./archive findings tells what and where; docs/operations.md "
        + "tells what to do. This stays until a later check finds it in order again.",
        "Finding",
        "Since",
        "Exports are signed with a certificate that is valid until {0}.",
        "Exports are signed with a development certificate without legal value, valid until {0}.",
        "The certificate that signs exports ends on {0}. Ask for a new one now: ./archive keys rotate certificate",
        "The certificate that signs exports ended on {0}. Nothing can be signed any more: ./archive keys rotate certificate",
        "Totals",
        "Sources",
        "No source is watched yet. Begin with: ./archive collect mastodon @account@server",
        "Platform",
        "Account",
        "Watched since",
        "Visits",
        "Last visit",
        "not yet",
        "a new visit is under way",
        "Records",
        "Versions",
        "Disappeared",
        "Gaps",
        "What visits did not bring. Each gap is a fact in the log.",
        "There are no gaps: every question was answered.",
        "Cause",
        "Count",
        "Last",
        "Time-stamps",
        "An authority outside this archive attests every day when the log existed.",
        "No time-stamp was asked for yet: no authority is set up, or the archive has just started. See docs/operations.md.",
        "Authority",
        "Last time-stamp",
        "State",
        "in order",
        "OVERDUE: since {0} something waits for a time-stamp",
        "For a test only: the storage of this archive does not stop changes and deletions (ARCHIVE_ALLOW_MUTABLE_STORAGE).",
        "The state cannot be read now",
        "The database does not answer, or was not set up yet. What was kept stays kept. "
        + "See whether the archive is running (./archive up), then try again.",
        "The archive is not shown yet",
        "No worker is up that has seen that these are the right databases, or a back-up was put back. "
        + "Start the archive (./archive up), or restore it first (./archive restore).",
        "This page shows numbers and times, never what anyone wrote.");

    public string Code => Language == PageLanguage.Nl ? "nl" : "en";

    public string Number(long number) => number.ToString("N0", Culture);

    /// <summary>What `?lang=` asks for, else what the browser likes best of the two (RFC 9110 section 12.5.4), else Dutch.</summary>
    public static Words For(HttpRequest request) =>
        Of(request.Query["lang"])
        ?? request.GetTypedHeaders().AcceptLanguage
            .Where(l => l.Quality is not 0).OrderByDescending(l => l.Quality ?? 1)
            .Select(l => Of(l.Value.ToString().Split('-')[0])).FirstOrDefault(w => w is not null)
        ?? Dutch;

    private static Words? Of(string? code) => code?.ToLowerInvariant() switch
    {
        "nl" => Dutch,
        "en" => English,
        _ => null,
    };
}
