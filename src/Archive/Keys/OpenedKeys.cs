using Archive.Evidence;
using Archive.Keys.Certificates;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;

namespace Archive.Keys;

/// <summary>
/// The keys of a home, opened once by every host that holds keys, before it does anything else. This is the one place
/// where keys are made, and only where nothing was ever done with one.
/// </summary>
public sealed class OpenedKeys(
    ArchiveHome home, LostKeys lost, PerishableDatabase perishable, TimeProvider clock, IKeyStore? store = null)
{
    private (KeyRing Ring, SuppressionKey Suppression, MediumKey Medium)? opened;

    public KeyRing Ring => Opened.Ring;

    public SuppressionKey Suppression => Opened.Suppression;

    public MediumKey Medium => Opened.Medium;

    /// <summary>The one that signed when the keys were opened; null before.</summary>
    public CertificateStatus? Certificate { get; private set; }

    private (KeyRing Ring, SuppressionKey Suppression, MediumKey Medium) Opened =>
        opened ?? throw new InvalidOperationException("The keys are not opened: a host begins with OpenedKeys.Open.");

    /// <exception cref="FaultException">
    /// A key that was used is not here; the message says for each what is lost with it.
    /// </exception>
    public async Task Open(CancellationToken ct)
    {
        await MustHaveAll(ct);
        var ring = KeyRing.OpenOrCreate(home.KeysPath, store);
        var suppression = KeyEncryptionKey.OpenOrCreate(home.SuppressionKeyPath, store);
        home.LogKeys().Of(1).Make();
        home.ExportKeys().Make();
        home.AnchorKeys().Make();
        PublicKeys.Keep(home);
        var certificate = CertificateFolders.Current(home.KeysPath);
        DevelopmentCertificate.Ensure(certificate, clock.GetUtcNow());
        Certificate = CertificateStatus.Read(certificate);
        await using (var transaction = await perishable.Begin(ct))
        {
            await CertificateRow.Write(transaction, Certificate, ct);
            await transaction.Commit(ct);
        }

        opened = (ring, new(suppression, home.Tenant), await MediumKey.Open(perishable, ring,
            ct));
    }

    /// <summary>
    /// For one piece of work in a host that opened them before: that none was lost since, and which certificate signs
    /// now.
    /// </summary>
    /// <exception cref="FaultException">As of <see cref="Open"/>.</exception>
    public async Task LookAgain(CancellationToken ct)
    {
        await MustHaveAll(ct);
        Certificate = CertificateStatus.Read(CertificateFolders.Current(home.KeysPath));
    }

    private async Task MustHaveAll(CancellationToken ct)
    {
        if (await lost.Find(ct) is [_, ..] missing)
            throw Sentences.Fault("keys.lost", LostKey.Say(missing), home.KeysPath);
    }
}
