using Archive.Evidence.Facts;
using Archive.Law;
using Archive.Records;
using Archive.Requests;

namespace Archive.Tests.Requests;

public class RegisterRequestTests
{
    private static readonly RequestNumber Number = new("WOO", 2026, 12);

    [Fact]
    public void A_request_that_came_in_is_due_in_four_weeks()
    {
        var fact = Assert.Single(Given.Accepted(Ask(new(2026, 11, 20))));

        Assert.Equal(
            new RequestReceived(
                Given.Id, Given.Woo.Name, Number, new(2026, 11, 20), new(2026, 12, 18), SealedTextRef.NotYet),
            fact);
    }

    [Fact]
    public void It_may_have_come_in_today() => Given.Accepted(Ask(Given.Today));

    [Fact]
    public void It_did_not_come_in_tomorrow() =>
        Given.Refused("requests.received-in-future", "Woo art. 4.4", Ask(Given.Today.AddDays(1)));

    [Theory]
    [InlineData("", "De rondweg", "requests.requester-needed")]
    [InlineData(" ", "De rondweg", "requests.requester-needed")]
    [InlineData("J. Jansen", "\t", "requests.subject-needed")]
    public void Who_asks_and_about_what_is_written_down(string requester, string subject, string code) =>
        Given.Refused(code, "Woo art. 4.1", Ask(Given.Today, requester, subject));

    [Fact]
    public void A_term_that_the_table_of_holidays_cannot_tell_is_refused() =>
        Given.Refused("requests.holidays-unknown", "Atw art. 1", RegisterRequest.Decide(
            new(Given.Id, Given.Woo.Name, "J. Jansen", "De rondweg", new(2030, 12, 1)),
            Given.Woo,
            Number,
            OfficialDays.Dutch,
            new(2030, 12, 1)));

    [Theory]
    [InlineData("WOO", 2026, 1, "WOO-2026-0001")]
    [InlineData("WOO", 2027, 12345, "WOO-2027-12345")] // a busy year
    [InlineData("AVG", 2027, 3, "AVG-2027-0003")]
    public void A_number_is_written_and_read(string prefix, int year, int ordinal, string written)
    {
        Assert.Equal(written, new RequestNumber(prefix, year, ordinal).ToString());
        Assert.Equal(new RequestNumber(prefix, year, ordinal), RequestNumber.Parse(written));
    }

    [Theory]
    [InlineData("WOO-2026-1")]
    [InlineData("WOO-2026-00001")] // one number, one form
    [InlineData("woo-2026-0001")]
    [InlineData("WOO-2026-0001 ")]
    [InlineData("WOO-2026-٠٠٠١")] // digits of another script
    [InlineData("WOO-2026-0000")] // the first is 1
    [InlineData("W-2026-0001")]
    [InlineData("-2026-0001")]
    public void Another_form_is_no_number(string written) => Assert.Null(RequestNumber.Parse(written));

    private static Outcome<IFact[]> Ask(
        DateOnly receivedOn, string requester = "J. Jansen", string subject = "De rondweg") =>
        RegisterRequest.Decide(
            new(Given.Id, Given.Woo.Name, requester, subject, receivedOn),
            Given.Woo,
            Number,
            OfficialDays.Dutch,
            Given.Today);
}
