using System.Globalization;
using System.Text;

namespace Archive.Tests.Exports.Pdf;

/// <summary>What people, and those who wish them ill, put into comments.</summary>
internal static class HostileText
{
    public static IEnumerable<string> Corpus()
    {
        yield return "\0 and \u0001\u001B[31m\u007F\u0085\u009F";
        yield return "lone \uD800 and \uDC00 halves, \uFFFE\uFFFF\uFDD0, \U0001FFFE\U0010FFFF";
        yield return "private \uE000\uF8FF \U000F0000 \U0010FFFD, mark \uFEFF here";
        yield return "\u202Eoverride\u202C \u2066isolate\u2069 \u200Fmark\u200E \u061C";
        yield return "Z" + string.Concat(Enumerable.Range(0x300, 70).Select(char.ConvertFromUtf32)) + "algo";
        yield return "👩🏽‍🚒 👨‍👩‍👧‍👦 🏳️‍🌈 🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣ 🇳🇱 🇽🇽 ☎︎ ☎️ ❤ \U0001FAE9 \U0001FADF \U0001F6D8";
        yield return "a\u200D\u200D\u200D\u200D👍 😀\u200Da क\u094D\u200Dष x\uFE0F\uFE0F\uFE0F\uFE0F";
        yield return new string('w', 100_000);
        yield return string.Concat(Enumerable.Repeat("\u0000", 100_000));
        yield return string.Concat(Enumerable.Repeat("👍🏽", 3_000));
        yield return new string('\n', 200) + "\r\n\t\u2028\u2029\v\f";
        yield return "smuggled \U000E0049\U000E0067\U000E006E\U000E006F\U000E0072\U000E0065 words";
        yield return "\uFFFC\uFFFD\u034F\u115F\u3164\uFFA0\u2061\u206A\u00AD";
        yield return "𝓱𝓮𝓵𝓵𝓸 ﷽ ꧅ 𒐫 ⸻ ﷺ";
        yield return "#set page(width: 1pt) #read(\"/etc/passwd\") $ \\u{41} `raw` <label> @ref // /* */ = H - + ~ "
            + "--- \"q\"";
        yield return "\u0600A \u0301 \u20E3 \u0903 \u0E33 \u1100\u1161\u11A8 \u1100\u1100\u1100 ก็็็็็็็็็็";
    }

    /// <summary>Samples of every plane, plain and in company that joins them to others.</summary>
    public static IEnumerable<string> Planes()
    {
        for (var plane = 0; plane <= 0x10; plane++)
        {
            var text = new StringBuilder();
            for (var code = plane << 16; code < (plane + 1) << 16; code += 211)
            {
                if (code is < 0xD800 or > 0xDFFF)
                    text.Append(char.ConvertFromUtf32(code))
                        .Append(code % 5 == 0 ? "\u0301" : code % 3 == 0 ? "" : " ");
            }

            yield return text.ToString();
        }
    }

    /// <summary>Random letters, marks, joiners and emoji next to each other, the same every time.</summary>
    public static IEnumerable<string> Mixtures(int seed, int count)
    {
        var random = new Random(seed);
        (int From, int To)[] blocks =
        [
            (0x20, 0x7E), (0x300, 0x36F), (0x590, 0x6FF), (0x900, 0x1100), (0x1780, 0x17FF), (0x200B, 0x2069),
            (0x20D0, 0x20F0), (0x2600, 0x27BF), (0x3040, 0x30FF), (0xAC00, 0xAC20), (0xFB00, 0xFDFF), (0xFE00, 0xFE0F),
            (0x1D400, 0x1D4FF), (0x1F1E6, 0x1F1FF), (0x1F300, 0x1FAFF), (0xE0020, 0xE007F),
        ];
        for (var i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            for (var j = 0; j < 60; j++)
            {
                var (from, to) = blocks[random.Next(blocks.Length)];
                for (var k = random.Next(1, 4); k > 0; k--)
                    text.Append(char.ConvertFromUtf32(random.Next(from, to + 1)));
            }

            yield return text.ToString();
        }
    }

    public static string Codes(string text) =>
        string.Join(' ', text.EnumerateRunes().Select(r => r.Value.ToString("X4", CultureInfo.InvariantCulture)));
}
