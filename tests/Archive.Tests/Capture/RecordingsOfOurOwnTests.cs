using System.Reflection;

namespace Archive.Tests.Capture;

/// <summary>Who has none of other people's recordings tests the same as we do: nothing of capture is skipped.</summary>
public class RecordingsOfOurOwnTests
{
    /// <summary>Tests that name other people's words, each with the one that does the same on words of ours.</summary>
    private static readonly Dictionary<string, string> Twins = new()
    {
        ["A_status_of_Mastodon_that_quotes_has_these_members"] = "A_quote_of_our_own_has_these_members",
        ["An_edited_status_of_GoToSocial_with_a_picture_has_these_members"] =
            "An_edited_status_of_our_own_with_a_picture_has_these_members",
        ["A_comment_that_mentions_someone_has_these_members"] =
            "A_comment_of_our_own_that_mentions_someone_has_these_members",
    };

    private static readonly List<MethodInfo> Tests =
    [
        .. from type in typeof(RecordingsOfOurOwnTests).Assembly.GetTypes()
           where type.Namespace is "Archive.Tests.Capture" or "Archive.Tests.Replay"
           from method in type.GetMethods()
           where method.IsDefined(typeof(FactAttribute))
           select method,
    ];

    [Fact]
    public void What_is_skipped_without_recordings_has_a_twin_that_never_is() => Assert.Equal(
        Twins.Keys.Order(StringComparer.Ordinal),
        Tests.Where(t => t.IsDefined(typeof(FixtureFactAttribute)) || t.IsDefined(typeof(FixtureTheoryAttribute)))
            .Select(t => t.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_twin_is_there() => Assert.All(
        Twins.Values, name => Assert.True(Tests.Single(t => t.Name == name).IsDefined(typeof(FactAttribute))));

    [Fact]
    public void A_table_of_recordings_has_rows_of_our_own() => Assert.All(
        Tests.Where(t => t.IsDefined(typeof(RecordedDataAttribute))),
        t => Assert.Contains(
            t.GetCustomAttributes<RecordedDataAttribute>().SelectMany(a => a.GetData(t)),
            row => ((string)row[0]).StartsWith("own", StringComparison.Ordinal)));
}
