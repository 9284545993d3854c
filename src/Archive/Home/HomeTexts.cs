using Archive.Evidence;

namespace Archive.Home;

/// <summary>What is said of settings of home, databases and vault.</summary>
internal static class HomeTexts
{
    private static readonly Texts Texts = new("Archive.Home.Resources.Settings", typeof(HomeTexts).Assembly);

    public static string In(Language language, string key, params object?[] arguments) =>
        Texts.In(language, key, arguments);
}
