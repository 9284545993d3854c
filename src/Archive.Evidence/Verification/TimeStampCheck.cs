using System.Security.Cryptography.X509Certificates;
using System.Text;
using Archive.Evidence.Canonical;
using Archive.Evidence.Cms;
using Archive.Evidence.Facts;

namespace Archive.Evidence.Verification;

/// <summary>
/// Is a time-stamp over the anchor checkpoint, by whom, and does it contradict the times that the facts claim.
/// </summary>
internal static class TimeStampCheck
{
    /// <summary>
    /// So far may the maker's clock have been ahead: a fact of just before the time-stamp is not called back-dated.
    /// </summary>
    private static readonly TimeSpan ClocksApart = TimeSpan.FromMinutes(5);

    public static void Run(VerificationContext run, int number, Digest imprint)
    {
        var path = AnchorFiles.Token(number);
        if (run.Read(path, bytes => TimeStampToken.Read(bytes)) is not { } token)
            return;
        if (token.Imprint != imprint)
            run.Find(path, "TimeStampOtherText", AnchorFiles.Proof);
        CheckSigner(run, number, token);
        foreach (var (leaf, _) in run.Facts.Where(f => Moment(f.Value) > token.ExistedBy + ClocksApart))
        {
            run.Find(
                $"evidence/facts/{leaf}.json",
                "RecordedAfterStamp", path);
        }
    }

    // As with PDFs: roots in the trust file judge; without any, who signed is told and not judged.
    private static void CheckSigner(VerificationContext run, int number, TimeStampToken token)
    {
        var path = AnchorFiles.Token(number);
        var judged = run.Trust is { Roots.Count: > 0 };
        var others = Others(run, number);
        if (token.PathTo(judged ? run.Trust!.Roots : run.BroughtAuthorities, others) is not { } chain)
        {
            run.Find(
                path,
                "TimeStampUnderNoRoot", token.Signer.Subject, Trust.Place(judged));
            return;
        }

        // Each certificate that came along is on the path, so that nothing rides in with the proof.
        if (others.Any(
            o => !chain.Skip(1).SkipLast(1).Any(c => c.RawDataMemory.Span.SequenceEqual(o.RawDataMemory.Span))))
            run.Find(AnchorFiles.Between(number), "CertificateOffPath");
        CheckRevocation(run, number, token, chain);
        run.Summary.TimeStamps.Add((path, token.ExistedBy, token.Signer.Subject, judged));
    }

    private static List<X509Certificate2> Others(VerificationContext run, int number)
    {
        if (!run.Files.ContainsKey(AnchorFiles.Between(number)))
            return [];
        return run.Read(AnchorFiles.Between(number), bytes => Trust.ParsePems(Encoding.ASCII.GetString(bytes))) ?? [];
    }

    private static void CheckRevocation(
        VerificationContext run,
        int number,
        TimeStampToken token,
        IReadOnlyList<X509Certificate2> chain)
    {
        foreach (var file in run.Under($"evidence/log/anchor-{number}-"))
        {
            var place = file.Path[^5] - '0'; // anchor-<number>-<place>.crl, one digit
            if (run.Read(file.Path, bytes => RevocationList.Read(bytes)) is not { } list)
                continue;
            if (place >= chain.Count - 1 || !list.IsBy(chain[place + 1]))
                run.Find(file.Path, "NotOfIssuer");
            else if (list.RevokedAt(chain[place]) <= token.Time)
                run.Find(AnchorFiles.Token(number), "RevokedByThen", file.Path);
        }
    }

    private static DateTimeOffset Moment(FactStatement fact) => CanonicalMoment.Read(fact.At)!.Value;
}
