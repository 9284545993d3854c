using System.Globalization;
using Archive.Keys.Certificates;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Npgsql;

namespace Archive.Web.Pages;

/// <summary>The one page: how the archive is doing, or, with status 503, that this cannot be told now.</summary>
public sealed partial class IndexModel(
    WebSettings settings, ReadinessGate served, StatusReader reader, WitnessReader witnesses, OfficeTime office,
    ILogger<IndexModel> logger) : PageModel
{
    public string Body => settings.Body;

    public Words Words { get; private set; } = Words.Dutch;

    /// <summary>Null while the database does not answer.</summary>
    public ArchiveStatus? Status { get; private set; }

    public IReadOnlyList<WitnessStatus> Witnesses { get; private set; } = [];

    /// <summary>False while a restore is under way, or may be needed.</summary>
    public bool MayBeServed { get; private set; } = true;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Words = Words.For(Request);
        Response.Headers.ContentLanguage = Words.Code;
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
        catch (Exception e) when (StatusReader.IsDown(e))
        {
            Unreadable(logger, (e as PostgresException)?.SqlState ?? "no answer");
        }

        Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        Response.Headers.RetryAfter = "30";
    }

    public bool IsOverdue(WitnessStatus witness) => witness.IsOverdue(office.Now);

    /// <summary>As people read it, in the office's time.</summary>
    public string Moment(DateTimeOffset at) => office.Local(at).ToString("d MMMM yyyy HH:mm", Words.Culture);

    /// <summary>Whether the certificate that signs exports is over, or will be before a new one can be had.</summary>
    public bool EndsSoon(CertificateUntil certificate) => office.Now > certificate.NotAfter - CertificateStatus.WarnBefore;

    public string Certificate(CertificateUntil certificate) => string.Format(
        Words.Culture,
        office.Now > certificate.NotAfter ? Words.CertificateOver
            : EndsSoon(certificate) ? Words.CertificateEndsSoon
            : certificate.IsDevelopment ? Words.CertificateDevelopment : Words.CertificateUntil,
        Moment(certificate.NotAfter));

    /// <summary>As machines read it.</summary>
    public string Machine(DateTimeOffset at) =>
        office.Local(at).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    [LoggerMessage(5001, LogLevel.Error, "The databases cannot be read ({SqlState})")]
    private static partial void Unreadable(ILogger logger, string sqlState);
}
