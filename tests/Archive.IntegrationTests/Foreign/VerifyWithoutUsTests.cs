using System.IO.Compression;
using System.Text.RegularExpressions;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;
using Archive.Evidence.Sets;
using Archive.Exports;

namespace Archive.IntegrationTests.Foreign;

/// <summary>Every command of docs/verify-without-us.md, as it stands there, on a real set.</summary>
[Collection(nameof(WitnessedSet))]
public sealed partial class VerifyWithoutUsTests(WitnessedSet set) : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("archive-auditor-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task They_accept_the_set()
    {
        var (code, output) = await Audit(set.Export);

        AssertAccepted(code, output);
    }

    /// <param name="name">What there is to the set, in the fixture's words.</param>
    /// <param name="said">What our own program says of it.</param>
    [Theory]
    [InlineData(WitnessedSet.WithRedactedPicture, "shown as a redacted copy: 1; regions proven to be black: 1\n")]
    [InlineData(WitnessedSet.AfterDestruction, "destroyed with authority: 1; missing without authority: 0")]
    public async Task They_accept_what_our_own_program_accepts(string name, string said)
    {
        var (verdict, report) = WholeRequest.Check(set.Others[name]);
        Assert.True(verdict == 0, report);
        Assert.Contains(said, report, StringComparison.Ordinal);

        var (code, output) = await Audit(set.Others[name]);

        AssertAccepted(code, output);
    }

    [Fact]
    public async Task They_take_several_zips_and_a_trust_file_of_Windows_with_a_key_of_before()
    {
        var keys = set.Trust.Split('\n').Where(line => line.Contains("/export/") || line.Contains("/log/"));
        var before = string.Concat(
            keys.Select(key => $"{new NoteSigner(key[..key.IndexOf('+')], new byte[32]).Key}\n"));
        var trust = (before + set.Trust).Replace("\n", "\r\n", StringComparison.Ordinal);
        Split(set.Export.Zips[0], Path.Combine(directory, $"{set.Export.Set}.zip"));

        var (code, output) = await Audit(set.Export, trust: trust);

        AssertAccepted(code, output);
    }

    /// <summary>As a large set is: the last file is in a zip of its own.</summary>
    private static void Split(string whole, string zip)
    {
        File.Copy(whole, zip);
        using var first = ZipFile.Open(zip, ZipArchiveMode.Update);
        using var second = ZipFile.Open(ZipWriter.PartPath(zip, 2), ZipArchiveMode.Create);
        var last = first.Entries[^1];
        using (var from = last.Open())
        using (var to = second.CreateEntry(last.FullName).Open())
            from.CopyTo(to);
        last.Delete();
    }

    private static void AssertAccepted(int code, string output)
    {
        Assert.True(code == 0, output);
        Assert.Equal(2, Regex.Count(output, "Signature Verified Successfully")); // manifest, witness
        Assert.Contains("facts are in the log\n", output, StringComparison.Ordinal);
        Assert.Matches(@"getuige\.example/w1 saw it at 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", output);
        Assert.Contains("Signature is Valid", output, StringComparison.Ordinal);
    }

    /// <param name="change">What someone does to the set after it was unpacked.</param>
    /// <param name="step">The heading at which the commands stop.</param>
    [Theory]
    [InlineData("flip manifest.note 40", "1. Who signed")]
    [InlineData("flip README.txt 3", "2. Is the set")]
    [InlineData("rm LEESMIJ.txt", "2. Is the set")]
    [InlineData("echo more > documents/more.txt", "2. Is the set")]
    [InlineData("flip evidence/log/checkpoint 3; seal", "3. Were the facts")]
    [InlineData("flip \"$(ls evidence/facts/*.json | head -n 1)\" 30; seal", "3. Were the facts")]
    [InlineData("flip \"$(ls evidence/facts/*.tlog-proof | tail -n 1)\" 40; seal", "3. Were the facts")]
    [InlineData("cosigned", "4. Who else")]
    [InlineData("flip \"$(ls documents/*.pdf)\" 2000; seal", "5. The PDFs")]
    [InlineData("flip data/records.json 40; seal", "5. The PDFs")] // the PDF was signed with another list
    public async Task They_refuse_a_set_that_was_changed(string change, string step)
    {
        var (code, output) = await Audit(set.Export, change);

        Assert.True(code != 0, output);
        Assert.Equal(step, Steps().Last(s => output.Contains($"== {s}", StringComparison.Ordinal))[..step.Length]);
    }

    /// <summary>On a time-stamp that an authority of OpenSSL gave, in a directory like that of a set.</summary>
    [FixtureTheory]
    [InlineData("", true)]
    [InlineData("sed -i s/tenant1/tenant2/ set/evidence/log/anchor.tlog-proof", false)]
    [InlineData("flip set/evidence/log/anchor-1.tst 1000", false)]
    [InlineData("flip set/evidence/log/anchor-1.tst 90", false)]
    public async Task A_time_stamp_is_accepted_and_a_changed_one_refused(string change, bool accepted)
    {
        var stamp = Path.Combine(Replay.Fixtures.Root, "../vectors/self-generated/rfc3161");
        var log = Directory.CreateDirectory(Path.Combine(directory, "set/evidence/log")).FullName;
        File.Copy(Path.Combine(stamp, "token.der"), Path.Combine(log, "anchor-1.tst"));
        File.Copy(Path.Combine(stamp, "cacert.pem"), Path.Combine(directory, "keys.txt"));
        var note = $"{await File.ReadAllTextAsync(Path.Combine(stamp, "checkpoint.txt"))}\n— x AAAA\n";
        await File.WriteAllTextAsync(
            Path.Combine(log, "anchor.tlog-proof"),
            $"c2sp.org/tlog-proof@v1\nindex 0\n\n{note}");
        var blocks = Blocks(await File.ReadAllTextAsync(WitnessedSet.Page)).ToList();
        var definitions = string.Concat(blocks.Select(b => Definitions(b.Commands)));
        var script = $"set -euo pipefail\nSET=set\n{Helpers}{change}\n{definitions}stamped\n";

        await File.WriteAllTextAsync(Path.Combine(directory, "audit"), script);
        var (code, output) = await WitnessedSet.Run(directory, "bash", "audit");

        Assert.True(code == 0 == accepted, output);
        Assert.Equal(accepted, output.Contains("Verification: OK", StringComparison.Ordinal)
            && output.Contains("Time stamp: ", StringComparison.Ordinal));
    }

    /// <summary>Runs the page from top to bottom, stopping at the first command that fails.</summary>
    /// <param name="change">
    /// After unpacking, in the set. `flip FILE OFFSET` changes a byte; `seal` and `cosigned` make the steps before the
    /// one that is meant look away, as if the one who changed it held the export's key, or the log's.
    /// </param>
    private async Task<(int Code, string Output)> Audit(
        SealedExport export, string? change = null, string? trust = null)
    {
        if (!File.Exists(Path.Combine(directory, $"{export.Set}.zip")))
            File.Copy(export.Zips[0], Path.Combine(directory, $"{export.Set}.zip"));
        await File.WriteAllTextAsync(Path.Combine(directory, "TRUSTED.txt"), trust ?? set.Trust);
        File.Copy(WitnessedSet.Source, Path.Combine(directory, "verify.go"));
        var page = await File.ReadAllTextAsync(WitnessedSet.Page);
        var script = $"set -euo pipefail\nSET={export.Set}\n";
        var sealedAnew = change?.EndsWith("; seal", StringComparison.Ordinal) == true;
        foreach (var (heading, commands) in Blocks(page))
        {
            script += $"echo '== {heading}'\n";
            script += heading switch
            {
                "Verify without us" when change is not null => commands + Change(change),
                _ when sealedAnew && heading[0] is '1' or '2' => Definitions(commands),
                _ when change == "cosigned" && heading[0] is '2' or '3' => Definitions(commands),
                _ => commands,
            };
        }

        await File.WriteAllTextAsync(Path.Combine(directory, "audit"), script);
        return await WitnessedSet.Run(directory, "bash", "audit");
    }

    private const string Helpers = """
        flip() { printf "\\$(printf %03o $(( $(od -An -tu1 -j "$2" -N 1 "$1") ^ 1 )))" \
          | dd of="$1" bs=1 seek="$2" conv=notrunc status=none; }
        seal() { :; }
        cosigned() { sed -i -E '/^— getuige/s/[^ ]{20}=*$/AAAAAAAAAAAAAAAAAAA=/' evidence/log/checkpoint; }

        """;

    private static string Change(string change) => $"{Helpers}chmod -R u+w \"$SET\"; cd \"$SET\"; {change}; cd ..\n";

    /// <summary>Only what later steps need of a step.</summary>
    private static string Definitions(string commands) =>
        string.Concat(Function().Matches(commands).Select(f => f.Value + "\n"));

    private static IEnumerable<string> Steps() => Blocks(File.ReadAllText(WitnessedSet.Page)).Select(b => b.Heading);

    private static IEnumerable<(string Heading, string Commands)> Blocks(string page)
    {
        var heading = "";
        foreach (Match part in Part().Matches(page))
        {
            if (part.Groups["heading"].Success)
                heading = part.Groups["heading"].Value;
            else
                yield return (heading, part.Groups["commands"].Value);
        }
    }

    [GeneratedRegex(
        @"^#{1,2} (?<heading>[^\n]+)$|^```sh\n(?<commands>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Part();

    [GeneratedRegex(@"^\w+\(\) \{(?:[^\n]*\}|.*?^\})$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Function();
}
