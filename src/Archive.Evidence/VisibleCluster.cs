namespace Archive.Evidence;

/// <summary>
/// One user-perceived character (UAX 29) as it is read from the left: which of its code points a reader is shown as
/// they are. The others hide, reorder or overprint what is around them.
/// </summary>
public struct VisibleCluster
{
    /// <summary>
    /// More marks than this on one letter paint over the lines around it. Written languages stay below.
    /// </summary>
    private const int MaxMarks = 5;

    /// <summary>More invisible characters than this in a row carry nothing but a hidden message.</summary>
    private const int MaxIgnorables = 2;

    private const int BlackFlag = 0x1F3F4;

    private int marks;
    private int ignorables;
    private bool inFlag;

    /// <summary>Of the next code point.</summary>
    public bool Shows(int code)
    {
        ignorables = CharacterClass.IsHarmlesslyInvisible(code) ? ignorables + 1 : 0;
        marks += CharacterClass.IsMark(code) ? 1 : 0;
        inFlag = code == BlackFlag || (inFlag && CharacterClass.IsTag(code));
        return (inFlag || !CharacterClass.IsRefused(code)) && ignorables <= MaxIgnorables && marks <= MaxMarks;
    }

    /// <summary>Something else is shown in the place of the last one, so that the next does not join it.</summary>
    public void Break() => inFlag = false;
}
