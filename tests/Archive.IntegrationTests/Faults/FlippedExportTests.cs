using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Evidence.Sets;
using Archive.Evidence.Verification;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Faults;

/// <summary>Someone changes a real set after it was handed out.</summary>
public sealed class FlippedExportTests(DemoExport export, ITestOutputHelper output) : IClassFixture<DemoExport>
{
    private const int Flips = 200;

    private readonly Random random = Seed.Write(output);

    [Fact]
    public void A_byte_flipped_anywhere_in_the_directory_fails_and_the_file_is_named()
    {
        for (var i = 0; i < Flips; i++)
        {
            // Half of them by bytes, which are mostly in the PDF, half by files, which are mostly proofs.
            var (path, length) = i % 2 == 0
                ? FileAt(random.NextInt64(export.Files.Sum(f => (long)f.Length)))
                : export.Files[random.Next(export.Files.Count)];
            AssertFails(Path.Combine(export.Directory, path), random.Next(length), export.Directory, path);
        }

        AssertUntouched(export.Directory);
    }

    [Fact]
    public void A_byte_flipped_anywhere_in_the_zip_fails_and_the_file_is_named()
    {
        var owners = Owners();
        for (var i = 0; i < Flips; i++)
        {
            var at = random.Next(owners.Count);
            AssertFails(export.Zip, at, export.Zip, owners[at]);
        }

        AssertUntouched(export.Zip);
    }

    [Fact]
    public void A_forgery_signed_with_other_keys_is_by_an_unknown_signer_and_fails_against_trusted_keys()
    {
        var forgery = Path.Combine(Directory.CreateTempSubdirectory("archive-forgery-").FullName, export.Set);
        foreach (var (path, _) in export.Files.Where(f => f.Path != ExportManifest.FileName))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(forgery, path))!);
            File.Copy(Path.Combine(export.Directory, path), Path.Combine(forgery, path));
        }

        var trusted = Trust.Parse(export.TrustText);
        var signers = trusted.Keys.ToDictionary(
            key => key.Name.Split('/')[1], key => new NoteSigner(key.Name, Enumerable.Repeat((byte)66, 32).ToArray()));
        foreach (var (role, signer) in signers)
            File.WriteAllText(Path.Combine(forgery, "keys", $"{role}.vkey"), $"{signer.Key}\n");
        SignLogAnew(forgery, signers["log"]);
        AnchorAnew(forgery, signers["anchor"]);
        File.AppendAllText(Path.Combine(forgery, "README.txt"), "Everything in here was said by the mayor.\n");
        ManifestSigner.Seal(forgery, export.Set, new Tenant(trusted.Keys[0].Name.Split('/')[^1]), signers["export"]);

        var unknown = ExportVerifier.Verify(forgery, trust: null);
        var known = ExportVerifier.Verify(forgery, trusted);
        Directory.Delete(Path.GetDirectoryName(forgery)!, recursive: true);

        Assert.Equal((Verdict.SignerUnknown, 0), (unknown.Verdict, unknown.Findings.Count));
        Assert.Equal(Verdict.Failed, known.Verdict);
        Assert.Contains(known.Findings, finding => finding.Path == ExportManifest.FileName);
    }

    private static void SignLogAnew(string set, NoteSigner signer)
    {
        var path = Path.Combine(set, "evidence/log/checkpoint");
        var checkpoint = signer.Sign(SignedNote.Parse(File.ReadAllBytes(path)).Text);
        File.WriteAllBytes(path, checkpoint.ToBytes());
        foreach (var proof in Directory.GetFiles(Path.Combine(set, "evidence/facts"), "*.tlog-proof"))
            File.WriteAllBytes(
                proof,
                (TlogProof.Parse(File.ReadAllBytes(proof)) with { Checkpoint = checkpoint }).ToBytes());
    }

    private static void AnchorAnew(string set, NoteSigner signer)
    {
        var leaf = Leaf.Hash(Digest.Of(File.ReadAllBytes(Path.Combine(set, "evidence/log/checkpoint"))));
        var head = signer.Sign(new Checkpoint(signer.Key.Name, 1, Digest.From(leaf)).ToText());
        File.WriteAllBytes(Path.Combine(set, AnchorFiles.Proof), new TlogProof(0, [], head).ToBytes());
    }

    private void AssertFails(string file, int at, string set, string named)
    {
        var flip = (byte)random.Next(1, 256);
        Flip(file, at, flip);
        var verification = ExportVerifier.Verify(set, trust: null);
        Flip(file, at, flip);

        var where = $"byte {at} of {file} ^ {flip}: {verification.Verdict}; "
            + $"{string.Join("; ", verification.Findings.Select(f => $"{f.Path} {f.What}"))}";
        Assert.True(verification.Verdict == Verdict.Failed, where);
        // In a zip whose headers do not agree a file goes by its whole name, which begins with the set's.
        Assert.True(
            verification.Findings.Any(f => f.Path.EndsWith(named, StringComparison.Ordinal)),
            $"{named} is not named; {where}");
    }

    private void AssertUntouched(string set)
    {
        Assert.Equal(Verdict.SignerUnknown, ExportVerifier.Verify(set, trust: null).Verdict);
        Assert.Equal(Verdict.Verified, ExportVerifier.Verify(set, Trust.Parse(export.TrustText)).Verdict);
    }

    private static void Flip(string file, int at, byte flip)
    {
        using var bytes = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        bytes.Position = at;
        var was = bytes.ReadByte();
        bytes.Position = at;
        bytes.WriteByte((byte)(was ^ flip));
    }

    private (string Path, int Length) FileAt(long at)
    {
        foreach (var file in export.Files)
        {
            if (at < file.Length)
                return file;
            at -= file.Length;
        }

        throw new ArgumentOutOfRangeException(nameof(at));
    }

    /// <summary>
    /// Per byte of the zip, the file it belongs to (docs/evidence-format.md, "Zip": everything is stored): local
    /// header, name and content of each, then its line in the directory, then the end, which belongs to the zip itself.
    /// </summary>
    private List<string> Owners()
    {
        var owners = new List<string>();
        foreach (var (path, length) in export.Files)
            owners.AddRange(Enumerable.Repeat(path, 30 + $"{export.Set}/{path}".Length + length));
        foreach (var (path, _) in export.Files)
            owners.AddRange(Enumerable.Repeat(path, 46 + $"{export.Set}/{path}".Length));
        owners.AddRange(Enumerable.Repeat(Path.GetFileName(export.Zip), 22));
        Assert.Equal(new FileInfo(export.Zip).Length, owners.Count);
        return owners;
    }
}
