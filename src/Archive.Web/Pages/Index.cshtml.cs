using System.Globalization;
using Archive.Evidence;
using Archive.Health;
using Archive.Home;
using Archive.Keys.Certificates;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Npgsql;

namespace Archive.Web.Pages;

/// <summary>The one page: how the archive is doing, or, with status 503, that this cannot be told now.</summary>
public sealed partial class IndexModel(
    WebOptions options, ReadinessGate served, StatusReader reader, WitnessReader witnesses, OfficeTime office,
    IStringLocalizer<IndexModel> text, ILogger<IndexModel> logger) : PageModel
{
    public string Body => options.Body;

    /// <summary>Whether it is the archive of a demonstration, which nobody may take for the body's own.</summary>
    public bool IsPractice => HomeOptions.IsPracticeTenant(options.Tenant);

    /// <summary>As the page and the answer's header name it.</summary>
    public string Code => Language.Code;

    public Language Language =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "nl" ? Language.Nl : Language.En;

    /// <summary>Null while the database does not answer.</summary>
    public ArchiveStatus? Status { get; private set; }

    public IReadOnlyList<WitnessStatus> Witnesses { get; private set; } = [];

    /// <summary>False while a restore is under way, or may be needed.</summary>
    public bool MayBeServed { get; private set; } = true;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Response.Headers.ContentLanguage = Code;
        Response.Headers.Vary = "Accept-Language";
        try
        {
            MayBeServed = await served.MayBe(ct);
            if (MayBeServed)
            {
                Witnesses = await witnesses.Read(ct);
                Status = await reader.Read(ct);
                return;
            }
        }
        catch (Exception e) when (DatabaseCheck.IsDown(e))
        {
            Unreadable(logger, (e as PostgresException)?.SqlState ?? "no answer");
        }

        Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        Response.Headers.RetryAfter = "30";
    }

    public bool IsOverdue(WitnessStatus witness) => witness.IsOverdue(office.Now);

    /// <summary>As people read it, in the office's time.</summary>
    public string Moment(DateTimeOffset at) =>
        office.Local(at).ToString("d MMMM yyyy HH:mm", CultureInfo.CurrentCulture);

    public string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>Whether the certificate that signs exports is over, or will be before a new one can be had.</summary>
    public bool EndsSoon(CertificateUntil certificate) =>
        office.Now > certificate.NotAfter - CertificateStatus.WarnBefore;

    public string Certificate(CertificateUntil certificate) => text[
        office.Now > certificate.NotAfter ? "CertificateOver"
            : EndsSoon(certificate) ? "CertificateEndsSoon"
            : certificate.IsDevelopment ? "CertificateDevelopment" : "CertificateUntil",
        Moment(certificate.NotAfter)];

    /// <summary>As machines read it.</summary>
    public string Machine(DateTimeOffset at) =>
        office.Local(at).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    [LoggerMessage(5001, LogLevel.Error, "The databases cannot be read ({SqlState})")]
    private static partial void Unreadable(ILogger logger, string sqlState);
}
