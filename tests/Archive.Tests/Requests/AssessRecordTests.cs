using Archive.Evidence.Facts;
using Archive.Records;
using Archive.Requests;

namespace Archive.Tests.Requests;

public class AssessRecordTests
{
    private static readonly RequestState Redacted = Given.Scoped
        .After(Given.Redact(1, Passage.Words(0, 2), "5.1.2e", "5.1.1d"));

    [Fact]
    public void A_disclosed_record_has_no_ground_and_no_note()
    {
        var fact = Assert.IsType<RecordAssessed>(
            Assert.Single(Given.Accepted(Given.Scoped.Ask(Given.Judge(1, Assessment.Disclosed)))));

        Assert.Equal(
            (Assessment.Disclosed, 0, null, Given.Anna),
            (fact.Assessment, fact.Grounds.Count, fact.Note, fact.AssessedBy));
    }

    [Theory]
    [InlineData(Assessment.Disclosed)]
    [InlineData(Assessment.AlreadyPublic)]
    [InlineData(Assessment.Duplicate)]
    [InlineData(Assessment.OutOfScope)]
    public void What_is_not_withheld_has_no_ground(Assessment assessment) =>
        Given.Refused(
            "requests.ground-without-withholding", "Woo art. 5.1",
            Given.Scoped.Ask(Given.Judge(1, assessment, "5.1.2e")));

    [Fact]
    public void A_disclosed_record_has_no_redactions() =>
        Given.Refused("requests.redactions-left", "Woo art. 5.1",
            Redacted.Ask(Given.Judge(1, Assessment.Disclosed)));

    [Fact]
    public void A_record_disclosed_in_part_has_a_redaction() =>
        Given.Refused("requests.nothing-redacted", "Woo art. 5.1",
            Given.Scoped.Ask(Given.Judge(1, Assessment.DisclosedInPart) with { Reasons = "x" }));

    [Fact]
    public void A_record_disclosed_in_part_has_the_grounds_of_its_redactions()
    {
        var asked = Given.Judge(
            1,
            Assessment.DisclosedInPart) with { Reasons = "Een inwoner die niet in functie schrijft." };

        var fact = Assert.IsType<RecordAssessed>(Assert.Single(Given.Accepted(Redacted.Ask(asked))));

        Assert.Equal(["5.1.1d", "5.1.2e"], fact.Grounds.Select(g => g.ToString()));
        Assert.Same(SealedTextRef.NotYet, fact.Note);
    }

    [Fact]
    public void A_record_disclosed_in_part_has_no_ground_beside_its_redactions() =>
        Given.Refused("requests.ground-on-no-passage", "Woo art. 5.1",
            Redacted.Ask(Given.Judge(1, Assessment.DisclosedInPart, "5.1.2i") with { Reasons = "x" }));

    [Fact]
    public void A_withheld_record_has_a_ground() =>
        Given.Refused("requests.ground-needed", "Woo art. 5.1", Given.Scoped.Ask(Given.Judge(1, Assessment.Withheld)));

    [Theory]
    [InlineData("5.1.2e", "Woo art. 5.1 lid 2")]
    [InlineData("5.1.5", "Woo art. 5.1 lid 5")]
    [InlineData("5.2", "Woo art. 5.2")]
    public void A_ground_that_is_weighed_has_reasons(string ground, string basis)
    {
        var asked = Given.Judge(1, Assessment.Withheld, ground);

        Given.Refused("requests.reasons-needed", basis, Given.Scoped.Ask(asked));
        Given.Refused("requests.reasons-needed", basis, Given.Scoped.Ask(asked with { Reasons = "  " }));
        Given.Accepted(Given.Scoped.Ask(asked with { Reasons = "Omdat." }));
    }

    [Fact]
    public void An_absolute_ground_is_not_weighed() =>
        Given.Accepted(Given.Scoped.Ask(Given.Judge(1, Assessment.Withheld, "5.1.1e")));

    [Fact]
    public void The_grounds_of_redactions_are_weighed_too() =>
        Given.Refused("requests.reasons-needed", "lid 2",
            Redacted.Ask(Given.Judge(1, Assessment.DisclosedInPart)));

    [Fact]
    public void Disproportionate_harm_stands_alone_on_a_withheld_record() =>
        Given.Refused("law.residual-with-other", "Woo art. 5.1 lid 5",
            Given.Scoped.Ask(Given.Judge(1, Assessment.Withheld, "5.1.5", "5.1.2i") with { Reasons = "x" }));

    [Fact]
    public void What_is_public_already_has_an_address()
    {
        var asked = Given.Judge(1, Assessment.AlreadyPublic);

        Given.Refused("requests.address-needed", "Woo art. 4.5", Given.Scoped.Ask(asked));
        Given.Refused("requests.address-needed", "Woo art. 4.5",
            Given.Scoped.Ask(asked with { Link = "op onze website" }));
        Given.Refused("requests.address-needed", "Woo art. 4.5",
            Given.Scoped.Ask(asked with { Link = "javascript:alert(1)" }));
        Given.Accepted(Given.Scoped.Ask(asked with { Link = "https://social.voorbeeldstad.example/@stad/1" }));
    }

    [Fact]
    public void Nothing_else_has_an_address() =>
        Given.Refused("requests.address-not-needed",
            Given.Scoped.Ask(Given.Judge(1, Assessment.Disclosed) with { Link = "https://x.example/" }));

    [Theory]
    [InlineData(null)]
    [InlineData(1)] // itself
    [InlineData(9)] // not in scope
    public void A_duplicate_names_another_number_in_scope(int? of) =>
        Given.Refused("requests.duplicate-of-what",
            Given.Scoped.Ask(Given.Judge(1, Assessment.Duplicate) with { DuplicateOf = of }));

    [Fact]
    public void A_duplicate_is_not_of_a_duplicate()
    {
        var doubled = Given.Scoped.After(Given.Judge(2, Assessment.Duplicate) with { DuplicateOf = 1 });

        Given.Refused(
            "requests.duplicate-of-duplicate",
            doubled.Ask(Given.Judge(3, Assessment.Duplicate) with { DuplicateOf = 2 }));
        Given.Refused("requests.duplicated-by",
            doubled.Ask(Given.Judge(1, Assessment.Duplicate) with { DuplicateOf = 3 }));
    }

    [Fact]
    public void Only_a_duplicate_names_another_number() =>
        Given.Refused("requests.number-of-no-duplicate",
            Given.Scoped.Ask(Given.Judge(1, Assessment.Disclosed) with { DuplicateOf = 2 }));

    [Fact]
    public void What_is_older_than_five_years_is_withheld_with_more_reasons()
    {
        var asked = Given.Judge(3, Assessment.Withheld, "5.1.1e"); // of 24 November 2021, five years and a day ago

        Given.Refused("requests.older-than-five-years", "Woo art. 5.3", Given.Scoped.Ask(asked));
        Given.Accepted(Given.Scoped.Ask(asked with { DespiteAge = "Het nummer is nog in gebruik." }));
    }

    [Fact]
    public void On_its_fifth_birthday_it_is_not_older() => Given.Accepted(AssessRecord.Decide(
        Given.Scoped, Given.Judge(3, Assessment.Withheld, "5.1.1e"), Given.Anna, new(2026, 11, 24)));

    [Fact]
    public void What_is_old_and_disclosed_needs_no_reasons() =>
        Given.Accepted(Given.Scoped.Ask(Given.Judge(3, Assessment.Disclosed)));

    [Fact]
    public void A_record_may_be_assessed_again()
    {
        var again = Given.Assessed.After(Given.Judge(1, Assessment.OutOfScope));

        Assert.Equal(Assessment.OutOfScope, again.Records[1].Assessed!.Assessment);
    }

    [Fact]
    public void After_the_decision_nothing_is_assessed() =>
        Given.Refused("requests.closed", Given.Decided.Ask(Given.Judge(1, Assessment.Disclosed)));

    [Theory]
    [InlineData("deels openbaar", Assessment.DisclosedInPart)]
    [InlineData("Niet-openbaar", Assessment.Withheld)]
    [InlineData("dubbel", Assessment.Duplicate)]
    public void The_Dutch_words_are_read(string label, Assessment assessment) =>
        Assert.Equal(assessment, Given.Woo.ReadAssessment(label));

    [Theory]
    [InlineData("geheim")]
    [InlineData("")]
    [InlineData("1")]
    public void An_unknown_word_is_not_taken_for_something(string label) =>
        Assert.Null(Given.Woo.ReadAssessment(label));
}
