using Archive.People;

namespace Archive.Tests.People;

public class RecentSignInsTests
{
    private const string Password = "zeven fietsen in de regen";

    private readonly StoppedClock clock = new();
    private readonly PasswordHash kept = PasswordHash.Of(Password, iterations: 1);

    [Fact]
    public void A_password_that_was_found_right_is_known_for_a_quarter_of_an_hour_and_using_it_makes_that_no_longer()
    {
        var recent = new RecentSignIns(clock);
        Assert.False(recent.Has(kept, Password));

        recent.Add(kept, Password);
        clock.Passed = TimeSpan.FromMinutes(14);
        Assert.True(recent.Has(kept, Password));
        recent.Add(kept, Password);
        clock.Passed = TimeSpan.FromMinutes(15);

        Assert.False(recent.Has(kept, Password));
    }

    [Theory]
    [InlineData("zeven fietsen in de zon")]
    [InlineData("Zeven fietsen in de regen")]
    [InlineData("zeven fietsen in de regen ")]
    [InlineData("")]
    public void Another_password_is_not_known(string other)
    {
        var recent = new RecentSignIns(clock);

        recent.Add(kept, Password);

        Assert.False(recent.Has(kept, other));
    }

    [Fact]
    public void What_is_no_text_is_not_taken_for_the_text_that_stands_in_its_place()
    {
        var recent = new RecentSignIns(clock);

        recent.Add(kept, "zeven fietsen \ufffd");

        Assert.False(recent.Has(kept, "zeven fietsen \ud800"));
    }

    [Fact]
    public void A_password_is_not_known_for_an_account_that_has_another_hash_now()
    {
        var recent = new RecentSignIns(clock);

        recent.Add(kept, Password);

        Assert.False(recent.Has(PasswordHash.Of(Password, iterations: 1), Password)); // the same one, set anew
    }

    private sealed class StoppedClock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
