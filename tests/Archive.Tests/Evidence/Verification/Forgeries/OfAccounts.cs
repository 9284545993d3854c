using static Archive.Tests.Evidence.Verification.Forgeries.Forgery;

namespace Archive.Tests.Evidence.Verification.Forgeries;

/// <summary>Tried on a set in which numbers 1 and 4 are what one account said of itself, first and later.</summary>
internal static partial class KnownForgeries
{
    private const string Field = "mastodon/field/value/0";

    private static IReadOnlyList<Forgery> OfAccounts =>
    [
        .. new Forgery[]
        {
            new("What an account said later stands where it said something else", Relist(s => s.Destroyed is null
                ? s with { Version = SyntheticExport.Version(Other(s.Number)), Leaf = Other(s.Number) }
                : s), Inventory, "number 1 says '1' in lognummer; the evidence says '4'"),
            new("Two versions of an account have changed places in the evidence", Swap(Content(1), Content(4)),
                Content(1), "Opened content does not fit the commitment of mastodon/1"),
            new("The later version of an account is called the first", All(
                    Row(1, "versie", "2/2"), Row(4, "versie", "1/2")), Inventory,
                "number 1 says '2/2' in versie; the evidence says '1'"),
            new("A withheld field of an account is opened and on no page", e => e.Write(
                    Content(1), SyntheticExport.Open(
                        1, m => m.Path == Field || SyntheticExport.Opens(m), account: true)),
                Records, $"number 1 does not show the '{Field}' that is opened in evidence/content/"),
            new("A withheld field of an account is shown", Relist(1, s => s with
                {
                    Members = [.. s.Members, (Field, "14 0991")],
                }), Records, $"number 1 shows a '{Field}' that is not opened in"),
            new("A field of an account is called otherwise", Text(Records, "Telefoon", "Mobiel"), Records,
                "number 1 shows a 'mastodon/field/name/0' that is not opened in"),
        }.Select(forgery => forgery with { From = () => new(account: true) }),
    ];
}
