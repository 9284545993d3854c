using System.Net;
using Archive.Evidence.Facts;
using Archive.Web;
using FluentValidation;

namespace Archive.BrowserTests;

/// <summary>What the host answers, without a browser.</summary>
[Collection(StatusSiteCollection.Name)]
public sealed class StatusAnswerTests(StatusSiteFixture site) : IDisposable
{
    private readonly HttpClient client = new();

    public void Dispose() => client.Dispose();

    [Theory]
    [InlineData("/")]
    [InlineData("/?lang=en")]
    [InlineData("/style.css")]
    [InlineData("/healthz")]
    [InlineData("/healthz/live")]
    [InlineData("/not-there")]
    public async Task Every_answer_forbids_scripts_frames_guessing_and_telling_others(string path)
    {
        using var answer = await client.GetAsync(new Uri(site.Address, path));

        Assert.Equal(
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Nothing_of_what_people_wrote_or_are_called_is_shown()
    {
        var page = await client.GetStringAsync(site.Address);

        Assert.Contains(StatusSiteFixture.Handle, page, StringComparison.Ordinal);
        Assert.DoesNotContain("Fatma", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("nl", "Oefenarchief: niets hierin is echt.")]
    [InlineData("en", "Practice archive: nothing in it is real.")]
    public async Task The_archive_of_a_demonstration_is_marked_as_practice_and_no_other_is(string language, string says)
    {
        using var answer = await client.GetAsync(new Uri(site.AddressForPractice, $"/?lang={language}"));

        Assert.Contains(says, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            says, await client.GetStringAsync(new Uri(site.Address, $"/?lang={language}")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nl", "De stand is nu niet te lezen")]
    [InlineData("en", "The state cannot be read now")]
    public async Task A_database_that_is_down_is_said_so(string language, string words)
    {
        using var answer = await client.GetAsync(new Uri(site.AddressInTrouble, $"/?lang={language}"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(30), answer.Headers.RetryAfter?.Delta);
        Assert.Contains($"<h1>{words}</h1>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(61, "nl", "geldig is tot", false)]
    [InlineData(59, "nl", "Vraag nu een nieuw aan", true)]
    [InlineData(59, "en", "Ask for a new one now", true)]
    [InlineData(-1, "nl", "Er kan niets meer worden ondertekend", true)]
    [InlineData(-1, "en", "Nothing can be signed any more", true)]
    public async Task The_end_of_the_certificate_is_announced(int days, string language, string words, bool alert)
    {
        await site.CertificateEnds(TimeProvider.System.GetUtcNow().AddDays(days));
        var page = await client.GetStringAsync(new Uri(site.Address, $"/?lang={language}"));
        await site.CertificateEnds(TimeProvider.System.GetUtcNow().AddYears(5), development: true);

        Assert.Contains(words, page, StringComparison.Ordinal);
        var at = page.IndexOf(words, StringComparison.Ordinal);
        var tag = page[page.LastIndexOf("<p", at, StringComparison.Ordinal)..at];
        Assert.Equal(alert, tag.Contains("role=\"alert\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nl", "in orde", "TE LAAT: sinds 21 november 2026 00:07", "TE LAAT: sinds 1 november 2026 01:07")]
    [InlineData("en", "in order", "OVERDUE: since 21 November 2026 00:07", "OVERDUE: since 1 November 2026 01:07")]
    public async Task A_time_stamp_that_is_overdue_is_said_in_red_even_if_nobody_noticed(
        string language, string good, string waiting, string forgotten)
    {
        var page = await client.GetStringAsync(new Uri(site.Address, $"/?lang={language}"));

        Assert.Contains(good, Row(page, "goed.example"), StringComparison.Ordinal);
        Assert.DoesNotContain("overdue", Row(page, "goed.example"), StringComparison.Ordinal);
        Assert.Contains($"""<strong class="overdue">{waiting}""", Row(page, "stil.example"), StringComparison.Ordinal);
        Assert.Contains(
            $"""<strong class="overdue">{forgotten}""",
            Row(page, "vergeten.example"),
            StringComparison.Ordinal);
    }

    private static string Row(string page, string authority)
    {
        var from = page.IndexOf(authority, StringComparison.Ordinal);
        return page[from..page.IndexOf("</tr>", from, StringComparison.Ordinal)];
    }

    [Theory]
    [InlineData("nl", "Alleen voor een proef: de opslag van dit archief houdt wijzigen en wissen niet tegen")]
    [InlineData("en", "For a test only: the storage of this archive does not stop changes and deletions")]
    public async Task Storage_that_is_taken_as_it_is_is_said_so_for_as_long_as_it_is(string language, string words)
    {
        var page = new Uri(site.Address, $"/?lang={language}");
        Assert.DoesNotContain(words, await client.GetStringAsync(page), StringComparison.Ordinal);

        await site.Storage(mutable: true);
        Assert.Contains(words, await client.GetStringAsync(page), StringComparison.Ordinal);

        await site.Storage(mutable: false);
        Assert.DoesNotContain(words, await client.GetStringAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_is_that_of_the_database()
    {
        using var well = await client.GetAsync(new Uri(site.Address, "/healthz"));
        using var ill = await client.GetAsync(new Uri(site.AddressInTrouble, "/healthz"));

        Assert.Equal((HttpStatusCode.OK, "ok\n"), (well.StatusCode, await well.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ill.StatusCode);
    }

    [Theory]
    [InlineData("/healthz/live", HttpStatusCode.OK)]
    [InlineData("/healthz/ready", HttpStatusCode.ServiceUnavailable)]
    public async Task A_host_whose_database_is_away_lives_and_is_not_ready(string path, HttpStatusCode inTrouble)
    {
        using var well = await client.GetAsync(new Uri(site.Address, path));
        using var ill = await client.GetAsync(new Uri(site.AddressInTrouble, path));

        Assert.Equal((HttpStatusCode.OK, "ok\n"), (well.StatusCode, await well.Content.ReadAsStringAsync()));
        Assert.Equal(inTrouble, ill.StatusCode);
    }

    [Fact]
    public async Task A_page_elsewhere_that_points_its_name_here_gets_nothing()
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, site.Address);
        asked.Headers.Host = "elsewhere.example";

        using var answer = await client.SendAsync(asked);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://127.0.0.1:5080;http://192.0.2.1:5080")]
    public void Pages_without_a_password_are_served_on_this_machine_only(string urls)
    {
        var settings = new WebOptions {
            Tenant = "voorbeeldstad",
            Body = "",
            Perishable = "Host=127.0.0.1",
            Facts = "Host=127.0.0.1",
            Urls = urls };

        Assert.Throws<ValidationException>(() => StatusSite.Build(settings));
    }
}
