using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Merkle;
using Archive.Evidence.Notes;
using Archive.Exports;
using Archive.Keys;
using Archive.Verifier;
using static Archive.IntegrationTests.Faults.ProductProcess;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// `archive keys rotate`: sets made before and after a change of keys prove themselves, each with its own keys.
/// </summary>
public sealed class RotationTests
{
    [Fact]
    public async Task Sets_from_before_and_after_verify_and_who_has_the_old_key_only_is_told_what_to_do()
    {
        await using var archive = await ArchiveUnderTest.Start();
        await archive.Visit();
        var (handler, _) = await archive.Officers();
        var before = await archive.Disclose("from:henk1958");
        var desk = archive.Get<SigningKeyDesk>();
        Assert.Equal("keys.not-yours", (await desk.Rotate(SigningRole.Log, handler, default)).Refusal?.Code);

        var told = await Says(archive, 0, "keys", "rotate", "log", "--officer", "Wouter");
        await Says(archive, 0, "keys", "rotate", "export", "--officer", "Wouter");
        await archive.AssertLogHolds();
        var after = await archive.Disclose("from:henk1958");

        Assert.Equal(0, WholeRequest.Check(before).Verdict);
        Assert.Equal(0, WholeRequest.Check(after).Verdict);
        Assert.DoesNotContain(
            Vkeys(before.Trust).Intersect(Vkeys(after.Trust)),
            key => !key.StartsWith("archive.example/anchor+", StringComparison.Ordinal));
        foreach (var role in Enum.GetValues<SigningRole>())
            Assert.Equal(2, (await desk.All(role, default)).Count);

        var (verdict, report) = Check(after, before.Trust);
        Assert.Equal(1, verdict);
        Assert.Contains("if the log's key was changed", report);

        // The chain, with nothing but the old key: fact and proof as they were handed over.
        var path = told.Split('\n').Single(line => line.StartsWith("Proof of a change", StringComparison.Ordinal))
            .Split(": ")[1]
            .Trim();
        var old = NoteKey.Parse(Vkeys(before.Trust).Single(k => k.Contains("/log/", StringComparison.Ordinal)));
        var statement = await File.ReadAllBytesAsync(Path.ChangeExtension(path, "json"));
        var proof = TlogProof.Parse(await File.ReadAllBytesAsync(path));
        Assert.True(proof.Verify(old, Leaf.Hash(Leaf.Commit(statement))));
        var next = NoteKey.Parse(Vkeys(after.Trust).Single(k => k.Contains("/log/", StringComparison.Ordinal)));
        Assert.Contains($"\"newKey\":\"{next.Digest}\"", System.Text.Encoding.UTF8.GetString(statement));
    }

    private static string[] Vkeys(
        string trust) => [.. trust.Split('\n')
            .Where(line => line.Contains('+') && line.StartsWith("archive.example/", StringComparison.Ordinal))];

    private static (int Verdict, string Report) Check(SealedExport export, string trusted)
    {
        var trust = Path.Combine(export.Directory, "..", $"{export.Set}-other-trust.txt");
        File.WriteAllText(trust, trusted);
        using var report = new StringWriter();
        return (VerifyCommand.Run(export.Zips[0], trust, Language.En, report), report.ToString());
    }
}
