using Microsoft.Playwright;

namespace Archive.BrowserTests;

[Collection(StatusSiteCollection.Name)]
public sealed class StatusPageTests(StatusSiteFixture site)
{
    [NeedsBrowser]
    [InlineData("nl", ColorScheme.Light, 1280)]
    [InlineData("en", ColorScheme.Light, 1280)]
    [InlineData("nl", ColorScheme.Dark, 1280)]
    [InlineData("nl", ColorScheme.Light, 320)] // WCAG 2.2, 1.4.10: what a page at 400 % is left with
    public async Task Axe_finds_no_violation(string language, ColorScheme colours, int width)
    {
        var page = await Open(site.Address, language, colours, width);

        Assert.Empty(await Axe.Violations(page));
    }

    [NeedsBrowser]
    [InlineData("nl")]
    [InlineData("en")]
    public async Task Axe_finds_no_violation_when_the_database_is_down(string language)
    {
        var page = await Open(site.AddressInTrouble, language);

        Assert.Empty(await Axe.Violations(page));
    }

    [NeedsBrowser]
    [InlineData("nl-NL", "nl", "Stand van het archief – Gemeente Voorbeeldstad")]
    [InlineData("en-GB", "en", "State of the archive – Gemeente Voorbeeldstad")]
    [InlineData("tr-TR", "nl", "Stand van het archief – Gemeente Voorbeeldstad")] // neither: the office's own
    public async Task The_page_and_its_title_are_in_the_browsers_language(string locale, string language, string title)
    {
        var page = await site.Open(site.Address, new() { Locale = locale });

        Assert.Equal(title, await page.TitleAsync());
        Assert.Equal(language, await page.GetAttributeAsync("html", "lang"));
    }

    [NeedsBrowser]
    [InlineData("nl", "1.234", "2.468", "98.765", "21 november 2026 00:07")]
    [InlineData("en", "1,234", "2,468", "98,765", "21 November 2026 00:07")]
    public async Task Numbers_and_times_are_those_of_the_database_as_the_language_writes_them(
        string language, string records, string versions, string leaf, string lastVisit)
    {
        var page = await Open(site.Address, language);

        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = $"@{StatusSiteFixture.Handle}" });
        Assert.Equal(records, await row.Locator("td").Nth(4).InnerTextAsync());
        Assert.Equal(versions, await row.Locator("td").Nth(5).InnerTextAsync());
        Assert.StartsWith(lastVisit, await row.Locator("td").Nth(2).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains(leaf, await page.Locator("main > p").First.InnerTextAsync(), StringComparison.Ordinal);
    }

    [NeedsBrowser]
    [InlineData(
        "nl",
        "98.766 bij",
        "te laat: wacht sinds 1 maart 2026 09:00 (geen antwoord)",
        "ALARM: deze getuige zag")]
    [InlineData(
        "en",
        "98,766 up to date",
        "overdue: waiting since 1 March 2026 09:00 (no answer)",
        "ALARM: this witness saw")]
    public async Task How_it_stands_with_each_witness_is_told(string language, string good, string late, string alarm)
    {
        var page = await Open(site.Address, language);

        async Task<string> Row(string name) => string.Join(
            ' ', (await page.GetByRole(AriaRole.Row).Filter(new() { HasText = name }).InnerTextAsync()).Split(
                (char[]?)null,
                StringSplitOptions.RemoveEmptyEntries));

        Assert.EndsWith(good, await Row("getuige.bij.example"), StringComparison.Ordinal);
        Assert.EndsWith(late, await Row("getuige.weg.example"), StringComparison.Ordinal);
        Assert.Contains(alarm, await Row("getuige.boos.example"), StringComparison.Ordinal);
        Assert.Contains(alarm, await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
    }

    [NeedsBrowser]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Whoever_uses_the_keyboard_sees_where_they_are(ColorScheme colours)
    {
        var page = await Open(site.Address, "nl", colours);
        var seen = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            seen.Add(await page.EvaluateAsync<string>(
                """
                () => {
                    const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
                    const visible = style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2
                        && box.top >= 0 && box.left >= 0;
                    return `${at.tagName} ${at.textContent.trim().split(/\s/)[0]} ${visible}`;
                }
                """));
        }

        Assert.Equal(
            ["A Naar true", "A Nederlands true", "A English true", "DIV Account true", "DIV Oorzaak true",
            "DIV Dienst true", "DIV Getuige true"],
            seen);
    }

    [NeedsBrowser]
    [InlineData("nl")]
    public async Task The_first_stop_leads_to_the_content(string language)
    {
        var page = await Open(site.Address, language);

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        Assert.Equal("content", await page.EvaluateAsync<string>("() => document.activeElement.id"));
    }

    [NeedsBrowser]
    [InlineData("nl")]
    public async Task The_browser_runs_the_page_within_its_policy(string language)
    {
        var page = await Open(site.Address, "en");
        var said = new List<string>();
        page.Console += (_, message) => said.Add(message.Text);

        await page.GotoAsync(new Uri(site.Address, $"/?lang={language}").AbsoluteUri);

        Assert.Empty(said);
        Assert.Equal(
            "flex",
            await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('dl')).display"));
        await page.EvaluateAsync(
            "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; "
                + "document.body.append(s); }");
        Assert.False(await page.EvaluateAsync<bool>("() => 'ran' in window"));
    }

    [NeedsBrowser]
    [InlineData(
        "nl",
        "Alarm: het archief is niet ongeschonden",
        "Object ontbreekt in de kluis",
        ColorScheme.Light,
        1280)]
    [InlineData("en", "Alarm: the archive is not untouched", "Object missing from the vault", ColorScheme.Dark, 320)]
    public async Task A_finding_stands_in_red_until_it_is_mended(
        string language, string alarm, string kind, ColorScheme colours, int width)
    {
        var finding = Archive.Evidence.Ids.New();
        await site.Find(finding, "object-missing");
        var page = await Open(site.Address, language, colours, width);
        if (Environment.GetEnvironmentVariable("ARCHIVE_SCREENSHOTS") is { Length: > 0 } kept)
            await page.ScreenshotAsync(new() { Path = Path.Combine(kept, $"alarm-{language}.png") });

        var section = page.Locator(".alarm");
        Assert.Equal(alarm, await section.Locator("h2").InnerTextAsync());
        Assert.Equal(kind, await section.Locator("tbody th").InnerTextAsync());
        Assert.Equal("1", await section.Locator("td").First.InnerTextAsync());
        Assert.DoesNotContain("Object 12", await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(await Axe.Violations(page));

        await site.Find(finding, "object-missing", DateTimeOffset.UnixEpoch.AddYears(60));
        Assert.Equal(0, await (await Open(site.Address, language)).Locator(".alarm").CountAsync());
    }

    private Task<IPage> Open(
        Uri address, string language, ColorScheme colours = ColorScheme.Light, int width = 1280) => site.Open(
        new Uri(address, $"/?lang={language}"),
        new() { ColorScheme = colours, ViewportSize = new() { Width = width, Height = 900 } });
}
