using Archive.Exports.Pages;
using Archive.Storage.Witnesses;

namespace Archive.Web;

/// <summary>What the page says of witnesses, in one language. {0} is a moment.</summary>
public sealed record WitnessWords(
    string Heading, string Explained, string None, string Witness, string LastSeen, string Leaves, string State,
    string UpToDate, string Waiting, string Overdue, string NoAnswer, string Refused, string Contradicted)
{
    public static readonly WitnessWords Dutch = new(
        "Getuigen",
        "Andere organisaties die elke minuut de stand van ons logboek zien en medeondertekenen. Wie iets uit het logboek haalt of het herschrijft, valt bij hen door de mand.",
        "Er is geen getuige. Zonder getuige ziet alleen dit archief zelf of het logboek is ingekort. Hoe u een getuige vraagt staat in docs/operations.md.",
        "Getuige",
        "Laatst medeondertekend",
        "Feiten",
        "Stand",
        "bij",
        "wacht sinds {0}",
        "te laat: wacht sinds {0}",
        "geen antwoord",
        "kent ons logboek of onze sleutel niet",
        "ALARM: deze getuige zag een ander logboek onder onze naam. Lees de melding van de worker en zoek uit wat er gebeurd is.");

    public static readonly WitnessWords English = new(
        "Witnesses",
        "Other organisations that see and cosign the state of our log every minute. They notice whoever takes something out of the log or rewrites it.",
        "There is no witness. Without one, only this archive itself sees whether the log was cut off. How to ask for one is in docs/operations.md.",
        "Witness",
        "Last cosigned",
        "Facts",
        "State",
        "up to date",
        "waiting since {0}",
        "overdue: waiting since {0}",
        "no answer",
        "does not know our log or our key",
        "ALARM: this witness saw another log under our name. Read what the worker reports and find out what happened.");

    public static WitnessWords For(PageLanguage language) => language == PageLanguage.Nl ? Dutch : English;

    public string Of(WitnessFailure trouble) => trouble switch
    {
        WitnessFailure.NoAnswer => NoAnswer,
        WitnessFailure.Refused => Refused,
        WitnessFailure.Contradicted => Contradicted,
    };
}
