using Archive.Evidence.Content;
using Archive.Evidence.Verification;

namespace Archive.Tests.Evidence.Verification;

/// <summary>What can be withheld of an account, between what is shown; a dot is a member that is withheld.</summary>
public sealed class AccountMembersTests
{
    private static readonly MapperName Mapper = new("m/1");

    [Theory]
    [InlineData(true, ". .")]
    [InlineData(false, ".")]
    [InlineData(true, ". url .")]
    [InlineData(false, "url .")]
    [InlineData(false, ". url")]
    [InlineData(true, ". . text/0")]
    [InlineData(true, ". . . . . . text/0")]
    [InlineData(false, ". . . . . . . text/0")]
    [InlineData(true, ". . . . . . . text/1")]
    [InlineData(false, ". . text/1")]
    [InlineData(true, ". . link/0 . link/2")]
    [InlineData(false, ". . link/0 link/2")]
    [InlineData(true, ". . . tag/1")]
    [InlineData(false, ". . tag/1")]
    public void Its_ids_stand_among_its_words(bool holds, string members) => Assert.Equal(holds, Can(members));

    [Theory]
    [InlineData(true, ". . media/0/type")]
    [InlineData(true, ". . . media/1/type")]
    [InlineData(false, ". . media/1/type")]
    [InlineData(true, ". . media/0/digest . m/bot")]
    [InlineData(false, ". . media/0/digest m/bot")]
    [InlineData(true, ". . media/0/digest . media/0/alt/0")]
    [InlineData(false, ". . media/0/digest . . media/0/alt/0")]
    [InlineData(false, ". . media/0/alt/0")]
    [InlineData(true, ". . . media/0/alt/0 . . media/1/alt/0")]
    [InlineData(false, ". . . media/0/alt/0 media/1/alt/0")]
    public void A_picture_is_of_a_type(bool holds, string members) => Assert.Equal(holds, Can(members));

    [Theory]
    [InlineData(true, ". . m/moved/author-handle .")]
    [InlineData(false, ". . m/moved/author-handle")]
    [InlineData(true, ". . . m/moved/author-id .")]
    [InlineData(true, ". . . . m/moved/url")]
    [InlineData(false, ". . . m/moved/url")]
    [InlineData(true, ". . m/memorial m/suspended")]
    [InlineData(false, ". . m/memorial . m/suspended")]
    [InlineData(true, ". . m/memorial . . m/suspended")]
    [InlineData(true, ". . m/memorial . . . m/suspended")]
    [InlineData(false, ". . m/memorial . . . . m/suspended")]
    [InlineData(true, ". . m/limited . . . . . m/suspended")]
    [InlineData(false, ". . m/limited . . . . . . m/suspended")]
    [InlineData(false, ". . m/uri .")]
    public void Where_it_moved_has_a_handle_and_an_id(bool holds, string members) => Assert.Equal(holds, Can(members));

    [Theory]
    [InlineData(true, ". . m/field/name/0 m/field/name/1")]
    [InlineData(false, ". . m/field/name/0 . m/field/name/1")]
    [InlineData(true, ". . m/field/name/1 . . m/field/name/2")]
    [InlineData(false, ". . m/field/name/1 . m/field/name/10")]
    [InlineData(true, ". . m/field/name/1 . m/field/name/100")]
    [InlineData(false, ". . m/field/name/1 . . m/field/name/100")]
    [InlineData(false, ". . m/field/name/999999998 . m/field/name/999999999")]
    [InlineData(true, ". . m/bot . m/field/name/1")]
    [InlineData(false, ". . m/bot . m/field/name/0")]
    [InlineData(true, ". . m/field/name/3 . . . m/field/value/7")]
    [InlineData(false, ". . m/field/name/999999999 . m/field/value/0")]
    [InlineData(true, ". . m/field/name/999999999 . m/field/value/1")]
    public void Fields_stand_by_the_bytes_of_their_numbers(bool holds, string members) =>
        Assert.Equal(holds, Can(members));

    [Fact]
    public void Where_no_padding_is_shown_up_to_31_more_can_be_that()
    {
        Assert.True(Can($". . m/uri{string.Concat(Enumerable.Repeat(" .", 31))}", padded: false));
        Assert.False(Can($". . m/uri{string.Concat(Enumerable.Repeat(" .", 32))}", padded: false));
    }

    [Fact]
    public void Whatever_is_withheld_of_an_account_it_can_be_one()
    {
        string[] all =
        [
            "platform-id", "url", "author-id", "author-handle", "author-name", "posted-at", "text/0", "text/1",
            "link/0", "tag/0", "tag/1", "mention/0", "media/0/digest", "media/0/type", "media/0/alt/0", "media/1/type",
            "m/bot", "m/field/name/0", "m/field/name/10", "m/field/name/2", "m/field/value/10", "m/field/value/100",
            "m/field/value/2", "m/limited", "m/locked", "m/memorial", "m/moved/author-handle", "m/moved/author-id",
            "m/moved/url", "m/suspended", "m/uri",
        ];
        var random = new Random(20261201);
        for (var round = 0; round < 2_000; round++)
        {
            var hidden = random.Next(1, 100);
            var members = string.Join(' ', all.Select(m => random.Next(100) < hidden ? "." : m));
            Assert.True(Can(members), members);
        }
    }

    private static bool Can(string entries, bool padded = true)
    {
        var all = entries.Split(' ');
        var shown = all.Index().Where(e => e.Item != ".").Select(e => (e.Item, e.Index)).ToList();
        return new AccountMembers(Mapper, shown, padded ? all.Length : null, all.Length).Trouble() is null;
    }
}
