using Archive.Capture;
using Archive.Evidence;
using Archive.People;
using Archive.Retention.Destruction;
using Archive.Tests.Requests;

namespace Archive.Tests.Retention;

/// <summary>What has to be in order before a record may be destroyed.</summary>
public class OrderDestructionTests
{
    private static readonly DateOnly Today = new(2026, 11, 30);
    private static readonly Officer Anna = new(Ids.New(), "Anna", [Role.RecordsOfficer]);
    private static readonly Officer Dewi = new(Ids.New(), "Dewi", [Role.Archivist]);

    private static readonly DestructionTarget Target = new(
        Ids.New(), RecordKind.Comment, "@jan@buurt.example", default, new(2026, 11, 1), 1, "Hallo", 0, null,
        IsGone: false, []);

    private static readonly OrderDestruction Order =
        new(Target.Record, DestructionBasis.AvgErasure, "Op verzoek van de schrijver.", Target.Number);

    [Fact]
    public void An_order_in_order_is_accepted_and_its_reason_is_not_in_the_fact()
    {
        var fact = Assert.IsType<DestructionApproved>(Assert.Single(Given.Accepted(Decide(Order))));
        Assert.Equal((Target.Record, Anna.Id, Dewi.Id), (fact.Record, fact.ProposedBy, fact.ApprovedBy));
    }

    [Fact]
    public void The_archivist_approves() => Given.Refused(
        "retention.archivist-approves", "Archiefbesluit",
        Decide(Order, approver: new(Ids.New(), "Bram", [Role.PrivacyOfficer])));

    [Fact]
    public void The_archivist_does_not_approve_an_order_of_their_own() =>
        Given.Refused("retention.four-eyes", Decide(Order, proposer: Dewi));

    [Theory]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Administrator)]
    public void Who_handles_no_records_orders_nothing(Role role) =>
        Given.Refused("retention.not-yours", Decide(Order, proposer: new(Ids.New(), "Els", [role])));

    [Theory]
    [InlineData("", "retention.reason-needed")] // where the input ended
    [InlineData("   ", "retention.reason-needed")]
    [InlineData("een\ntwee", "retention.reason-form")]
    public void A_reason_is_given(string reason, string refused) =>
        Given.Refused(refused, Decide(Order with { Reason = reason }));

    [Theory]
    [InlineData("")] // where the input ended
    [InlineData("ja")]
    [InlineData("00000000")]
    public void The_number_is_typed(string number) =>
        Given.Refused("retention.another-number", Decide(Order with { Number = number }));

    [Fact]
    public void What_an_open_request_has_in_scope_is_held_whatever_the_basis()
    {
        var held = Target with { Uses = [new(new(_ => "WOO-2026-0001"), Holds: true)] };
        foreach (var basis in Enum.GetValues<DestructionBasis>())
            Given.Refused("retention.held", Decide(Order with { Basis = basis }, held));
        Given.Accepted(Decide(Order, Target with { Uses = [new(new(_ => "WOO-2026-0001"), Holds: false)] }));
    }

    [Fact]
    public void On_the_selection_list_goes_only_what_a_policy_file_covers() => Given.Refused(
        "retention.no-category-covers", "Archiefwet",
        Decide(Order with { Basis = DestructionBasis.SelectionList }));

    [Theory]
    [InlineData(false, "retention.account-goes-on")]
    [InlineData(true, "retention.no-category-covers")]
    public void The_term_of_an_account_begins_with_its_end(bool gone, string refused) => Given.Refused(
        refused, "Archiefwet",
        Decide(
            Order with { Basis = DestructionBasis.SelectionList },
            Target with { Kind = RecordKind.Account, IsGone = gone }));

    [Fact]
    public void An_account_that_is_there_is_erased_where_the_law_says_so() =>
        Given.Accepted(Decide(Order, Target with { Kind = RecordKind.Account }));

    private static Outcome<IFact[]> Decide(
        OrderDestruction order, DestructionTarget? target = null, Officer? proposer = null, Officer? approver = null) =>
        OrderDestruction.Decide(target ?? Target, order, [], proposer ?? Anna, approver ?? Dewi, Today);
}
