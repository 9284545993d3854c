using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.People;
using Archive.Tests.Requests;

namespace Archive.Tests.People;

public class AddOfficerTests
{
    private static readonly Officer Administrator = new(Ids.New(), "Root", [Role.Administrator]);
    private static readonly Officer Handler = new(Ids.New(), "Bram", [Role.RecordsOfficer]);

    [Fact]
    public void An_administrator_adds_an_officer()
    {
        var asked = Asked(Role.RecordsOfficer, Role.PrivacyOfficer);

        var fact = Assert.IsType<OfficerAdded>(Assert.Single(Given.Accepted(Decide(asked, Administrator))));

        Assert.Equal(asked.Officer, fact.Officer);
        Assert.Equal([Role.RecordsOfficer, Role.PrivacyOfficer], fact.Roles);
    }

    [Fact]
    public void The_first_account_makes_itself() =>
        Given.Accepted(Decide(Asked(Role.Administrator), by: null, isFirst: true));

    [Fact]
    public void The_first_account_is_an_administrators() =>
        Given.Refused("people.first-account", Decide(Asked(Role.RecordsOfficer), by: null, isFirst: true));

    [Fact]
    public void Nobody_else_adds_officers()
    {
        Given.Refused("people.administrator-adds", Decide(Asked(Role.RecordsOfficer), Handler));
        Given.Refused("people.administrator-adds", Decide(Asked(Role.Administrator), by: null));
    }

    [Theory]
    [InlineData(Role.Administrator, "The role administrator goes", "De rol Beheerder gaat")]
    [InlineData(Role.Auditor, "The role auditor goes", "De rol Auditor gaat")]
    public void Who_guards_the_system_or_its_log_handles_no_requests(Role alone, string english, string dutch)
    {
        var refusal = Decide(Asked(Role.RecordsOfficer, alone), Administrator).Refusal;

        Assert.Equal(("people.role-stands-alone", "BIO2 5.3"), (refusal?.Code, refusal?.Basis.In(Language.Nl)));
        Assert.StartsWith(english, refusal!.In(Language.En), StringComparison.Ordinal);
        Assert.StartsWith(dutch, refusal.In(Language.Nl), StringComparison.Ordinal);
    }

    [Fact]
    public void An_officer_has_a_role_and_has_it_once()
    {
        Given.Refused("people.each-role-once", Decide(Asked(), Administrator));
        Given.Refused("people.each-role-once", Decide(Asked(Role.Archivist, Role.Archivist), Administrator));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("Anna\nde Vries")]
    public void An_officer_has_a_name_on_one_line(string name) =>
        Given.Refused("people.name-form", Decide(Asked(Role.Archivist) with { Name = name }, Administrator));

    [Fact]
    public void An_officers_password_is_not_their_name() =>
        Given.Refused(
            "people.password-has-name",
            Decide(Asked(Role.Archivist) with { Password = "dit is van Anna hier" }, Administrator));

    private static AddOfficer Asked(params Role[] roles) => new(Ids.New(), "Anna", roles, "zeven fietsen in de regen");

    private static Outcome<IFact[]> Decide(AddOfficer asked, Officer? by, bool isFirst = false) =>
        AddOfficer.Decide(asked, by, isFirst, "voorbeeldstad");
}
