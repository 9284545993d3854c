using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.People;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;

namespace Archive.Keys.Certificates;

/// <summary>Where the certificate that signs exports is replaced by another.</summary>
public sealed class CertificateDesk(
    ArchiveHome home,
    EventStore events,
    PerishableDatabase perishable,
    OfficeTime office)
{
    /// <returns>The folder of the new certificate, or why it was not taken into use.</returns>
    public async Task<Outcome<string>> Replace(CertificateFiles files, Officer officer, CancellationToken ct)
    {
        if (KeyRights.ToKeep(officer) is { } barred)
            return barred;
        if (files.Judge(office.Now) is { } unfit)
            return unfit;
        var known = CertificateFolders.All(home.KeysPath).Select(f => CertificateStatus.Read(f.Path)).ToList();
        if (known.Any(k => k.Fingerprint == files.Status.Fingerprint))
            return new Refusal("keys.certificate-here", Basis.Keys);

        var folder = files.Place(home.KeysPath);
        await using (var transaction = await perishable.Begin(ct))
        {
            await CertificateRow.Write(transaction, files.Status, ct);
            await transaction.Commit(ct);
        }

        var fact = new CertificateReplaced(
            files.Status.Fingerprint, known.LastOrDefault()?.Fingerprint, CanonicalMoment.Truncate(
                files.Status.NotBefore), CanonicalMoment.Truncate(files.Status.NotAfter));
        await events.Append([new(Ids.New(), 0, [Facts.New(fact, office.Now, officer.Id)])], ct);
        return folder;
    }
}
