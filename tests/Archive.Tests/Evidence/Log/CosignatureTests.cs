using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;
using Archive.Storage.Witnesses;
using Archive.Tests.Evidence.Vault;

namespace Archive.Tests.Evidence.Log;

public sealed class CosignatureTests
{
    private const string Text = "archive.example/log/voorbeeld\n3\nVvRuB3ntfCkOsWOuQAKQkMNgAq9YfTM0cJOgoup/eBQ=\n";

    private static readonly Cosigner Witness = new(
        "getuige.example/w1",
        [.. Enumerable.Range(0x20, 32).Select(i => (byte)i)]);
    private static readonly DateTimeOffset At = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_example_on_the_page_that_golden_py_computed_without_us_is_what_we_would_make()
    {
        var page = File.ReadAllText(Path.Combine(Architecture.DirectionTests.Root, "docs", "evidence-format.md"));
        var note = new SignedNote(Text, [Witness.Cosign(Text, At)]);

        Assert.Contains($"```\n{Witness.Key}\n```", page, StringComparison.Ordinal);
        Assert.Contains(
            $"```\n{Encoding.UTF8.GetString(note.ToBytes())[(Text.Length + 1)..]}```",
            page,
            StringComparison.Ordinal);
        Assert.Equal(At, Cosigner.TimeOf(note, Witness.Key));
    }

    [Fact]
    public void Every_changed_byte_of_a_cosignature_is_refused()
    {
        var line = Witness.Cosign(Text, At);
        for (var i = 0; i < line.Value.Length; i++)
        {
            var value = line.Value.ToArray();
            value[i] ^= 1;
            Assert.Null(Cosigner.TimeOf(new(Text, [line with { Value = value }]), Witness.Key));
        }
    }

    [Fact]
    public void A_line_without_time_or_with_one_that_is_none_is_refused()
    {
        Assert.Null(Cosigner.TimeOf(new(Text, [Witness.Cosign(Text, DateTimeOffset.UnixEpoch)]), Witness.Key));
        Assert.Null(Cosigner.TimeOf(
            new(Text, [new NoteSignature(Witness.Key.Name, Witness.Key.KeyId, new byte[8])]),
            Witness.Key));
    }

    [Fact]
    public void The_signature_of_a_log_is_no_cosignature()
    {
        var log = new NoteSigner(Witness.Key.Name, new byte[32]);

        Assert.Null(Cosigner.TimeOf(log.Sign(Text), log.Key));
    }

    [Fact]
    public void A_key_is_made_once_and_read_back()
    {
        using var folder = new TestDirectory();
        var made = CosignerFile.OpenOrCreate(folder.File("w/witness.key"), "getuige.example/w1").Key;

        Assert.Equal(made, CosignerFile.OpenOrCreate(folder.File("w/witness.key"), "getuige.example/w1").Key);
        Assert.Equal(made, CosignerFile.Open(folder.File("w/witness.key")).Key);
        Assert.Equal(NoteSignatureType.Cosignature, made.Type);
        Assert.Contains("not of 'other'", Assert.Throws<FaultException>(
            () => CosignerFile.OpenOrCreate(folder.File("w/witness.key"), "other")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Make one",
            Assert.Throws<FaultException>(() => CosignerFile.Open(folder.File("none"))).Message,
            StringComparison.Ordinal);
        Assert.Throws<FaultException>(() => CosignerFile.OpenOrCreate(folder.File("x"), "a name"));
    }

    [Theory]
    [InlineData("archive/signing-key/v1\ngetuige.example/w1\n{0}\n")] // a log's key
    [InlineData("archive/witness-key/v1\ngetuige.example/w1\n{0}")]
    [InlineData("archive/witness-key/v1\ngetuige+example\n{0}\n")]
    [InlineData("")]
    public void A_file_that_is_no_witnesss_key_is_a_fault(string text)
    {
        using var folder = new TestDirectory();
        var path = folder.File("witness.key");
        Archive.Storage.Files.DurableFile.WriteNew(
            path, Encoding.UTF8.GetBytes(
                text.Replace(
                    "{0}",
                    new string('a', 64),
                    StringComparison.Ordinal)), Archive.Storage.Files.FilePermissions.Mode);

        Assert.Contains(
            "is no witness's key",
            Assert.Throws<FaultException>(() => CosignerFile.Open(path)).Message,
            StringComparison.Ordinal);
    }
}
