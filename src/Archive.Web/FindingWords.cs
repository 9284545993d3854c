using Archive.Exports.Pages;
using Archive.Integrity;

namespace Archive.Web;

/// <summary>What the page calls a kind of finding. A new kind breaks the build here.</summary>
internal static class FindingWords
{
    public static string Of(FindingKind kind, PageLanguage language) => (kind, language) switch
    {
        (FindingKind.ObjectMissing, PageLanguage.Nl) => "Object ontbreekt in de kluis",
        (FindingKind.ObjectMissing, PageLanguage.En) => "Object missing from the vault",
        (FindingKind.ObjectAltered, PageLanguage.Nl) => "Object is veranderd",
        (FindingKind.ObjectAltered, PageLanguage.En) => "Object altered",
        (FindingKind.ObjectUnreadable, PageLanguage.Nl) => "Object niet te lezen",
        (FindingKind.ObjectUnreadable, PageLanguage.En) => "Object unreadable",
        (FindingKind.SecretMissing, PageLanguage.Nl) => "Sleutel ontbreekt zonder grond",
        (FindingKind.SecretMissing, PageLanguage.En) => "Secret missing without authority",
        (FindingKind.SecretAltered, PageLanguage.Nl) => "Sleutel is veranderd",
        (FindingKind.SecretAltered, PageLanguage.En) => "Secret altered",
        (FindingKind.MediumAltered, PageLanguage.Nl) => "Beeld of geluid is veranderd",
        (FindingKind.MediumAltered, PageLanguage.En) => "Picture, film or sound altered",
        (FindingKind.VersionMissing, PageLanguage.Nl) => "Versie ontbreekt zonder grond",
        (FindingKind.VersionMissing, PageLanguage.En) => "Version missing without authority",
        (FindingKind.VersionAltered, PageLanguage.Nl) => "Versie is veranderd",
        (FindingKind.VersionAltered, PageLanguage.En) => "Version altered",
        (FindingKind.DestructionIncomplete, PageLanguage.Nl) => "Vernietiging niet voltooid",
        (FindingKind.DestructionIncomplete, PageLanguage.En) => "Destruction unfinished",
        (FindingKind.JournalEntryMissing, PageLanguage.Nl) => "Vernietiging ontbreekt in het journaal",
        (FindingKind.JournalEntryMissing, PageLanguage.En) => "Destruction missing from the journal",
        (FindingKind.UnexpectedFile, PageLanguage.Nl) => "Vreemd bestand in de kluis",
        (FindingKind.UnexpectedFile, PageLanguage.En) => "Stranger in the vault",
        (FindingKind.FactAltered, PageLanguage.Nl) => "Feit veranderd of verdwenen",
        (FindingKind.FactAltered, PageLanguage.En) => "Fact altered or gone",
        (FindingKind.FactNotInLog, PageLanguage.Nl) => "Feit buiten het logboek om",
        (FindingKind.FactNotInLog, PageLanguage.En) => "Fact outside the log",
        (FindingKind.LogInconsistent, PageLanguage.Nl) => "Logboek klopt niet",
        (FindingKind.LogInconsistent, PageLanguage.En) => "Log does not agree",
    };
}
