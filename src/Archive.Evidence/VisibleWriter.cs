using System.Text;

namespace Archive.Evidence;

/// <summary>
/// What a command line writes goes through here, ours and strangers' alike, so that no command has to think of it.
/// Each write is made visible by itself: a text is written whole.
/// </summary>
public sealed class VisibleWriter(TextWriter output) : TextWriter(output.FormatProvider)
{
    /// <summary>For what moves the cursor itself, as a bar of progress does. Never for texts of others.</summary>
    public static TextWriter RawError { get; } = Console.Error;

    public override Encoding Encoding => output.Encoding;

    /// <summary>Both outputs of this process, from here on.</summary>
    public static void Take()
    {
        Console.SetOut(new VisibleWriter(Console.Out));
        Console.SetError(new VisibleWriter(RawError));
    }

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => output.Write(VisibleText.Of(value ?? ""));

    public override void WriteLine(string? value) => output.Write(VisibleText.Of(value ?? "") + NewLine);

    public override void Flush() => output.Flush();
}
