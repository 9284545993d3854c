using System.Globalization;

namespace Archive.Evidence;

/// <summary>What kind of code point a reader would be shown, whatever the fonts have.</summary>
public static class CharacterClass
{
    public static bool IsMark(int code) => Category(code) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark && !IsHarmlesslyInvisible(code);

    /// <summary>Has no picture of its own and is part of how languages and emoji are written.</summary>
    public static bool IsHarmlesslyInvisible(int code) => code is
        0xAD                              // soft hyphen
        or 0x61C                          // Arabic letter mark
        or (>= 0x180B and <= 0x180D)      // Mongolian variation selectors
        or (>= 0x200B and <= 0x200F)      // zero-width space, non-joiner, joiner, left-to-right and right-to-left mark
        or 0x2060                         // word joiner
        or (>= 0xFE00 and <= 0xFE0F)      // variation selectors
        or (>= 0xE0100 and <= 0xE01EF);

    /// <summary>Tag characters: invisible letters, legitimate only in the flags of regions.</summary>
    public static bool IsTag(int code) => code is >= 0xE0020 and <= 0xE007F;

    public static bool IsRefused(int code) => IsTag(code) || IsUnseen(code) || Category(code) is
        UnicodeCategory.Control
        or UnicodeCategory.PrivateUse
        or UnicodeCategory.Surrogate
        || (code & 0xFFFE) == 0xFFFE
        || code is >= 0xFDD0 and <= 0xFDEF;

    /// <summary>Unseen, and able to reorder, join or hide what is around it.</summary>
    private static bool IsUnseen(int code) => code is
        0x34F                             // combining grapheme joiner
        or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x180E or 0x3164 or 0xFFA0   // fillers
        or (>= 0x202A and <= 0x202E)      // embeddings and overrides
        or (>= 0x2061 and <= 0x206F)      // invisible operators, isolates, deprecated format characters
        or 0xFEFF
        or (>= 0xFFF0 and <= 0xFFFD)      // annotations, object replacement, what was no character to begin with
        or (>= 0x1BCA0 and <= 0x1BCA3)    // shorthand format controls
        or (>= 0x1D173 and <= 0x1D17A)    // musical format controls
        or (>= 0xE0000 and <= 0xE001F)
        or (>= 0xE0080 and <= 0xE00FF)
        or (>= 0xE01F0 and <= 0xE0FFF);

    private static UnicodeCategory Category(int code) => code is >= 0xD800 and <= 0xDFFF
        ? UnicodeCategory.Surrogate
        : CharUnicodeInfo.GetUnicodeCategory(code);
}
