using System.Diagnostics;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Sets;
using Archive.Evidence.Zip;

namespace Archive.Tests.Evidence.Verification;

public sealed class ExportZipTests : IDisposable
{
    private readonly SyntheticExport export = new();

    public void Dispose() => export.Dispose();

    [Fact]
    public void The_zip_has_the_bytes_that_the_format_describes()
    {
        var folder = Directory.CreateDirectory(Path.Combine(export.Parent, "golden")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "a"));
        File.WriteAllText(Path.Combine(folder, "B.txt"), "bravo\n");
        File.WriteAllText(Path.Combine(folder, "a.txt"), "alpha\n");
        File.WriteAllText(Path.Combine(folder, "a/empty"), "");
        File.WriteAllText(Path.Combine(folder, "manifest.note"), "note\n");

        ZipWriter.Write(folder, ExportManifestTests.Golden, folder + ".zip");

        // Made with Python's struct and zlib from the text of docs/evidence-format.md.
        Assert.Equal(
            "2b87b67bac18fea65ec91d98635fa792386ef1e1eb50f231ffbd41579fc5b9c0", Digest.Of(
                File.ReadAllBytes(folder + ".zip")).ToString());
    }

    [Theory]
    [InlineData("unzip", "-tq")]
    [InlineData(
        "python3",
        "-c",
        "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(len(z.namelist()))")]
    public void Other_programs_read_the_zip(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, [.. arguments, export.Zip()])
            {
                RedirectStandardOutput = true,
            })!;
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, said);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // This program is not here; .NET's own reader is.
            using var zip = ZipFile.OpenRead(export.Zip());
            Assert.Equal(export.Manifest.Files.Count + 1, zip.Entries.Count);
        }
    }

    [Fact]
    public void The_same_directory_gives_the_same_zip()
    {
        var first = File.ReadAllBytes(export.Zip());
        File.Delete(Path.Combine(export.Parent, SyntheticExport.SetNumber + ".zip"));
        File.SetLastWriteTimeUtc(Path.Combine(export.Path, "README.txt"), DateTime.UnixEpoch);
        Assert.Equal(first, File.ReadAllBytes(export.Zip()));
    }

    [Fact]
    public void A_file_that_changed_after_the_manifest_is_not_zipped()
    {
        export.Write("README.txt", "How to check THIS export.\n");
        Assert.Throws<FaultException>(export.Zip);
    }

    [Fact]
    public void The_zip_of_another_program_fails_however_right_its_files()
    {
        var zip = Path.Combine(export.Parent, "other.zip");
        ZipFile.CreateFromDirectory(export.Path, zip, CompressionLevel.NoCompression, includeBaseDirectory: true);
        var checking = Checking.Of(zip);
        Assert.Equal(1, checking.Code);
        Assert.Contains("its two headers in the zip do not agree", checking.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_before_or_after_the_zip_fail()
    {
        var zip = export.Zip();
        var bytes = File.ReadAllBytes(zip);
        foreach (var other in new byte[][] {
            [0, .. bytes],
            [.. bytes, 0],
            [.. "PK\x03\x04"u8, .. bytes],
            bytes[..^1],
            bytes[..^40],
            bytes[1..] })
        {
            File.WriteAllBytes(zip, other);
            Assert.Equal(1, Checking.Of(zip).Code);
        }
    }

    [Fact]
    public void A_file_twice_in_the_zip_fails() => AssertFails(
        [("S/a", "x"), ("S/a", "x")], "S/a cannot lie beside S/a");

    [Fact]
    public void Files_out_of_order_fail() => AssertFails([("S/b", "x"), ("S/a", "x")], "S/a is not in its place");

    [Fact]
    public void Paths_that_differ_only_in_case_fail() =>
        AssertFails([("S/A", "x"), ("S/a", "x")], "S/a cannot lie beside S/A");

    [Fact]
    public void Folders_that_differ_only_in_case_fail() => AssertFails(
        [("S/Data/a", "x"), ("S/data/b", "x")], "S/data/b cannot lie beside S/Data");

    [Fact]
    public void A_file_that_is_also_a_folder_fails() =>
        AssertFails([("S/a", "x"), ("S/a/b", "x")], "S/a/b cannot lie beside S/a");

    [Fact]
    public void A_file_outside_the_folder_of_the_set_fails() => AssertFails(
        [("S/a", "x"), ("T/a", "x")], "T/a lies outside the folder S");

    [Theory]
    [InlineData("S/../a")]
    [InlineData("/S/a")]
    [InlineData("S//a")]
    [InlineData("S/")]
    [InlineData("S/a b")]
    [InlineData("S\\a")]
    public void A_path_that_no_export_can_hold_fails(string path) => AssertFails([(path, "x")], "the zip is damaged");

    [Fact]
    public void A_time_of_one_file_or_of_all_fails()
    {
        var one = Zip([("S/a", "x"), ("S/b", "x")], e => e.Name == "S/b" ? e with { DosTime = e.DosTime + 1 } : e);
        var all = Zip([("S/a", "x"), ("S/b", "x")], e => e with { DosTime = 0x5c745000 }, "all.zip");

        Assert.Contains("S/b has another time", Checking.Of(one).Output, StringComparison.Ordinal);
        Assert.Contains("S/a has another time", Checking.Of(all).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checksum_that_is_wrong_in_both_headers_fails()
    {
        var bytes = File.ReadAllBytes(export.Zip());
        foreach (var path in new[] { "README.txt", "manifest.note" })
        {
            var name = Encoding.ASCII.GetBytes($"{SyntheticExport.SetNumber}/{path}");
            var local = bytes.AsSpan().IndexOf(name) - ZipFormat.LocalLength + 14;
            var central = bytes.AsSpan().LastIndexOf(name) - ZipFormat.CentralLength + 16;
            (bytes[local], bytes[central]) = ((byte)~bytes[local], (byte)~bytes[central]);
            var zip = Path.Combine(export.Parent, "crc.zip");
            File.WriteAllBytes(zip, bytes);
            Assert.Contains(
                $"! {path} has a wrong CRC-32 in the zip.",
                Checking.Of(zip).Output,
                StringComparison.Ordinal);
            (bytes[local], bytes[central]) = ((byte)~bytes[local], (byte)~bytes[central]);
        }
    }

    [Fact]
    public void The_folder_in_the_zip_is_named_after_the_set()
    {
        var other = Path.Combine(export.Parent, "other.zip");
        var manifest = new ExportManifest("OTHER", SyntheticExport.Voorbeeld, export.Manifest.Files);
        ZipWriter.Write(export.Path, manifest, other);
        Assert.Equal(
            "failed: manifest.note is of set WOO-2026-0001-1, but lies in folder OTHER", Checking.Of(other).Verdict);
    }

    [Fact]
    public void Files_are_divided_over_zips_in_order_as_many_as_each_can_hold()
    {
        (string, long)[] files = [("S/a", 10), ("S/b", 10), ("S/c", 10)];
        var one = ZipFormat.Length("S/a", 10);

        Assert.Equal([3], ZipWriter.Plan(files).Select(p => p.Count));
        Assert.Equal([2, 1], ZipWriter.Plan(files, maxFiles: 2).Select(p => p.Count));
        Assert.Equal([2, 1], ZipWriter.Plan(files, maxLength: ZipFormat.EndLength + (2 * one)).Select(p => p.Count));
        Assert.Equal(
            [1, 1, 1],
            ZipWriter.Plan(files, maxLength: ZipFormat.EndLength + (2 * one) - 1).Select(p => p.Count));
        var refused = Assert.Throws<StorageException>(() => ZipWriter.Plan([("S/film.mp4", 1L << 32)]));
        Assert.StartsWith(
            "'S/film.mp4' is 4294967296 bytes: too large for any zip.",
            refused.Message,
            StringComparison.Ordinal);
        Assert.Equal("x.3.zip", ZipWriter.PartPath("x.zip", 3));
    }

    [Fact]
    public void A_set_that_was_divided_for_no_reason_fails()
    {
        var zip = Zip([("S/a", "x")], e => e);
        File.Move(Zip([("S/b", "x")], e => e, "second.zip"), ZipWriter.PartPath(zip, 2));
        Assert.Contains(
            "not divided over the zips as they should be",
            Checking.Of(zip).Output,
            StringComparison.Ordinal);
    }

    private void AssertFails((string Name, string Content)[] files, string why)
    {
        var checking = Checking.Of(Zip(files, e => e));
        Assert.Equal(1, checking.Code);
        Assert.Contains(why, checking.Output, StringComparison.Ordinal);
    }

    /// <summary>A zip in our form of whatever files, with the headers a forger would have.</summary>
    private string Zip(
        (string Name, string Content)[] files,
        Func<ZipEntry, ZipEntry> forge,
        string name = "forged.zip")
    {
        var zip = new MemoryStream();
        var entries = new List<ZipEntry>();
        foreach (var (path, content) in files)
        {
            var bytes = Encoding.UTF8.GetBytes(content);
            entries.Add(forge(new(path, bytes.Length, Crc32.HashToUInt32(bytes), zip.Position, ZipFormat.Time)));
            zip.Write(ZipFormat.Local(entries[^1]));
            zip.Write(bytes);
        }

        var central = zip.Position;
        entries.ForEach(e => zip.Write(ZipFormat.Central(e)));
        zip.Write(ZipFormat.End(entries.Count, zip.Position - central, central));
        var to = Path.Combine(export.Parent, name);
        File.WriteAllBytes(to, zip.ToArray());
        return to;
    }
}
