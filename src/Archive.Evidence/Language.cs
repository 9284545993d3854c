using System.Globalization;

namespace Archive.Evidence;

/// <summary>The languages in which people are addressed. Every sentence for people exists in both.</summary>
public enum Language
{
    En,
    Nl,
}

public static class Languages
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo Dutch = CultureInfo.GetCultureInfo("nl");

    extension(Language language)
    {
        /// <summary>Dutch if the system is set to Dutch, otherwise English.</summary>
        public static Language FromEnvironment() => FromEnvironment(Environment.GetEnvironmentVariable);

        /// <summary>
        /// The first of LC_ALL, LC_MESSAGES and LANG that is set decides, as in the script `archive`; where none is, as
        /// on Windows, the language of the system.
        /// </summary>
        public static Language FromEnvironment(Func<string, string?> variable)
        {
            var locale = new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(variable)
                .FirstOrDefault(v => v is { Length: > 0 })
                ?? CultureInfo.CurrentUICulture.Name;
            return locale.StartsWith("nl", StringComparison.OrdinalIgnoreCase) ? Language.Nl : Language.En;
        }

        /// <summary>`nl` or `en`, as in HTML, PDF and resource files.</summary>
        public string Code => language == Language.Nl ? "nl" : "en";

        public CultureInfo Culture => language == Language.Nl ? Dutch : English;
    }
}
