using System.Text;
using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;

namespace Archive.Tests.Evidence.Log;

public class SignedNoteTests
{
    // The worked example of c2sp.org/signed-note.
    private const string ExampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private const string Example =
        "This is an example message.\n\n"
        + "— example.com/foo "
        + "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    private static readonly NoteSigner Signer = new("archive.example/log/pays-bas", new byte[32]);

    [Fact]
    public void The_example_of_the_specification_verifies()
    {
        var note = Read(Example);

        Assert.True(note.Verify(NoteKey.Parse(ExampleKey)));
        Assert.Equal("This is an example message.\n", note.Text);
        Assert.Equal(Example, Encoding.UTF8.GetString(note.ToBytes()));
    }

    [Fact]
    public void A_changed_text_does_not_verify() =>
        Assert.False(Read(Example.Replace("an example", "no example")).Verify(NoteKey.Parse(ExampleKey)));

    [Fact]
    public void What_is_signed_verifies_under_the_signers_key_only()
    {
        var note = Signer.Sign("one\n\ntwo\n");
        var other = new NoteSigner(Signer.Key.Name, Enumerable.Repeat((byte)1, 32).ToArray());

        Assert.True(Read(Encoding.UTF8.GetString(note.ToBytes())).Verify(Signer.Key));
        Assert.False(note.Verify(other.Key));
        Assert.Equal(1, note.LinesBy(Signer.Key));
        Assert.Equal(0, note.LinesBy(other.Key));
    }

    [Fact]
    public void One_false_line_of_a_key_spoils_its_true_one()
    {
        var right = Signer.Sign("text\n");
        var wrong = Signer.Sign("other text\n");

        var both = new SignedNote("text\n", [.. right.Signatures, .. wrong.Signatures]);

        Assert.Equal(2, both.LinesBy(Signer.Key));
        Assert.False(both.Verify(Signer.Key));
    }

    [Fact]
    public void A_line_by_a_stranger_is_no_hindrance()
    {
        var note = Signer.Sign("text\n");
        var stranger = new NoteSignature("stranger.example", 7, new byte[3]);

        Assert.True(new SignedNote("text\n", [stranger, .. note.Signatures]).Verify(Signer.Key));
    }

    [Theory]
    [InlineData("text\n")] // no signature
    [InlineData("text\n\n")] // an empty line and none
    [InlineData("text\n— example.com/foo Uw2QOkn8\n")] // no empty line
    [InlineData("text\n\n— example.com/foo Uw2QOkn8")] // no end of line
    [InlineData("text\n\n— example.com/foo Uw2QOkn8\n\n")] // a line too many
    [InlineData("text\n\n- example.com/foo Uw2QOkn8\n")] // a hyphen
    [InlineData("text\n\n— example.com/foo  Uw2QOkn8\n")] // two spaces
    [InlineData("text\n\n— example.com/foo Uw2QOkn8 \n")] // a space after it
    [InlineData("text\n\n— example.com/f+o Uw2QOkn8\n")] // a plus in the name
    [InlineData("text\n\n— example.com/f\u00A0o Uw2QOkn8\n")] // a space in the name
    [InlineData("text\n\n— example.com/foo Uw2QOg==\n")] // a key id and nothing else
    [InlineData("text\n\n— example.com/foo Uw2QOkl=\n")] // unused bits set
    [InlineData("text\n\n— example.com/foo Uw2QOkk\n")] // no padding
    [InlineData("te\txt\n\n— example.com/foo Uw2QOkn8\n")] // a control character
    [InlineData("text\r\n\n— example.com/foo Uw2QOkn8\n")] // another way to end lines
    public void What_is_not_written_as_a_note_is_refused(string bytes) =>
        Assert.Throws<MalformedException>(() => Read(bytes));

    [Fact]
    public void What_is_not_UTF8_is_refused() =>
        Assert.Throws<MalformedException>(() => SignedNote.Parse([0xFF, .. Encoding.UTF8.GetBytes(Example)]));

    [Theory]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")] // another key id
    [InlineData("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")] // capitals
    [InlineData("example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")] // another name
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q==")] // a short key
    [InlineData("example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")] // type 2
    [InlineData("example.com/foo+530d903a+")] // no key
    [InlineData("example.com/foo 530d903a")] // no vkey
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n")] // a line end
    public void What_is_not_written_as_a_key_is_refused(string vkey) =>
        Assert.Throws<MalformedException>(() => NoteKey.Parse(vkey));

    [Fact]
    public void A_key_reads_back_as_it_was_written()
    {
        Assert.Equal(ExampleKey, NoteKey.Parse(ExampleKey).ToString());
        Assert.Equal(Signer.Key, NoteKey.Parse(Signer.Key.ToString()));
    }

    private static SignedNote Read(string note) => SignedNote.Parse(Encoding.UTF8.GetBytes(note));
}
