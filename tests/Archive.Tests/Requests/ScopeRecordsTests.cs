using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Requests;

namespace Archive.Tests.Requests;

public class ScopeRecordsTests
{
    private static readonly FoundRecord Post = new(Ids.New(), Ids.New(), new(2026, 3, 1), Given.Parts);
    private static readonly FoundRecord Edited = Post with { Version = Ids.New() };

    [Fact]
    public void Records_are_numbered_from_one_in_the_order_found() =>
        Assert.Equal([1, 2, 3], Given.Scoped.Records.Keys);

    [Fact]
    public void A_later_search_adds_what_is_new_with_numbers_of_its_own()
    {
        var request = Given.Received.After(Search(Post)).After(Search(Post, Edited));

        Assert.Equal([Post.Version, Edited.Version], request.Records.Values.Select(r => r.Scoped.Version));
        Assert.Equal([1, 2], request.Records.Keys);
    }

    /// <summary>An inventory is read in the order of its threads, whichever search found what.</summary>
    [Fact]
    public void Until_the_first_judgement_a_later_search_numbers_everything_anew()
    {
        var request = Given.Received.After(Search(Edited)).After(Search(Post, Edited));

        Assert.Equal([Post.Version, Edited.Version], request.Records.Values.Select(r => r.Scoped.Version));
        Assert.Equal([1, 2], request.Records.Keys);
    }

    [Fact]
    public void From_the_first_judgement_on_numbers_stay()
    {
        var judged = Given.Received.After(Search(Edited)).After(Given.Judge(1, Assessment.Disclosed));

        var request = judged.After(Search(Post, Edited));

        Assert.Equal([Edited.Version, Post.Version], request.Records.Values.Select(r => r.Scoped.Version));
        Assert.NotNull(request.Records[1].Assessed);
    }

    [Fact]
    public void What_was_in_scope_and_is_not_read_any_more_keeps_a_number()
    {
        var request = Given.Received.After(Search(Edited)).After(Search(Post));

        Assert.Equal([Post.Version, Edited.Version], request.Records.Values.Select(r => r.Scoped.Version));
    }

    [Fact]
    public void A_record_found_twice_in_one_search_has_one_number() =>
        Assert.Single(Given.Received.After(Search(Post, Post)).Records);

    [Fact]
    public void A_search_that_finds_nothing_is_a_scope_too() =>
        Assert.True(Given.Received.After(Search()).Searched);

    [Fact]
    public void A_later_search_without_news_is_refused() =>
        Given.Refused("requests.nothing-in-scope",
            ScopeRecords.Decide(Given.Received.After(Search(Post)), Search(Post)));

    [Fact]
    public void A_scope_has_the_words_it_was_searched_with() =>
        Given.Refused("requests.search-needed", "Woo art. 4.1",
            ScopeRecords.Decide(Given.Received, Search(Post) with { Query = " " }));

    [Fact]
    public void A_scope_is_frozen_at_a_leaf() =>
        Given.Refused("requests.leaf-needed", ScopeRecords.Decide(Given.Received, Search(Post) with { AsOf = -2 }));

    [Fact]
    public void After_the_decision_the_scope_stays() =>
        Given.Refused("requests.closed", ScopeRecords.Decide(Given.Decided, Search(Post)));

    private static ScopeRecords Search(params FoundRecord[] found) => new(Given.Id, Ids.New(), "rondweg", 41, found);
}
