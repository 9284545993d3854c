using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Records;
using Archive.Retention.Destruction;
using Archive.Storage.Files;
using Archive.Storage.Keys;
using Archive.Storage.Vault;

namespace Archive.Requests.Pictures;

/// <summary>
/// Redacted copies of pictures: made when a region is redacted or shown again, and kept sealed in the unit of their
/// record, so that what was approved is what goes out, and goes when the record goes (docs/decisions/0174).
/// </summary>
public sealed class PictureCopies(
    IVault vault, UnitSecrets units, RecordVersions versions, PictureBurner burner, ArchiveHome home,
    LockedObjects objects)
{
    /// <summary>A file that is larger is no picture of a post, and would fill the disk before that is known.</summary>
    private const long MostBytes = 100_000_000;

    /// <param name="asked">Says of which picture, and which regions.</param>
    /// <returns>The same with the copy; refused if there is no picture that can be redacted so.</returns>
    public async Task<Outcome<PictureRedacted>> Make(PictureRedacted asked, CancellationToken ct)
    {
        using var work = WorkDirectory.In(home.TemporaryPath);
        var picture = Path.Combine(work.Path, "picture");
        await using (var file = new FileStream(picture, FileMode.CreateNew))
        {
            if (await Fetch(asked.Version, asked.Medium, file, MostBytes, ct) is { } refused)
                return refused;
        }

        if ((await burner.Burn(picture, work.Path, asked.Regions, ct)).IsRefused(out var why, out var burnt))
            return why;

        var unit = (await versions.Of([asked.Version], ct))[asked.Version].Unit;
        var secret = await units.Get(unit, ct) ?? throw Sentences.Fault("records.unit-destroyed", unit);
        var stored = await vault.Keep(ObjectKind.File, [new Piece(unit, secret, burnt.Png)], ct);
        return asked with
        {
            Width = burnt.Width,
            Height = burnt.Height,
            Commitment = CopyCommitment.Of(
                CopyCommitment.Salt(secret, asked.Copy), asked.Medium, Digest.Of(burnt.Png)),
            Picture = new(unit, stored.Name),
        };
    }

    /// <summary>The copy of a fact, and the salt with which that commits to it.</summary>
    /// <returns>Null if it was destroyed.</returns>
    /// <exception cref="FaultException">It is not the one that was made.</exception>
    public async Task<(byte[] Png, byte[] Salt)?> Open(PictureRedacted made, CancellationToken ct)
    {
        if (await units.Get(made.Picture.Unit, ct) is not { } secret)
            return null;
        var png = await vault.Read(made.Picture.Object, 0, secret, ct);
        var salt = CopyCommitment.Salt(secret, made.Copy);
        return CopyCommitment.Of(salt, made.Medium, Digest.Of(png)) == made.Commitment
            ? (png, salt)
            : throw Sentences.Fault("requests.another-copy", made.Number, made.Medium);
    }

    /// <summary>Takes back a copy of <see cref="Make"/> that no fact came to name.</summary>
    public Task Discard(PictureRedacted made, CancellationToken ct) => objects.Remove(made.Picture.Object, ct);

    /// <summary>Writes a medium as it was captured.</summary>
    /// <param name="most">Of a longer one nothing but its beginning is written, and it is refused.</param>
    /// <returns>Why not, or not all of it; null if it was written.</returns>
    public async Task<Refusal?> Fetch(
        Guid ofVersion, int index, Stream file, long most, CancellationToken ct)
    {
        if (!(await versions.Of([ofVersion], ct)).TryGetValue(ofVersion, out var version)
            || version.Media.FirstOrDefault(m => m.Index == index) is not { } medium
            || await units.Get(medium.Unit, ct) is not { } secret)
            return new("requests.medium-not-there", Basis.Redacting, index);
        await using var content = await vault.Open(medium.Object, 0, secret, ct);
        var (buffer, written) = (new byte[1 << 16], 0L);
        int read;
        while ((read = await content.ReadAsync(buffer, ct)) > 0)
        {
            if ((written += read) > most)
                return new("requests.no-picture", Basis.Redacting);
            await file.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return null;
    }
}
