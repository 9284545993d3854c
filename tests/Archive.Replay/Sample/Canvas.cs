using System.Globalization;

namespace Archive.Replay.Sample;

/// <summary>
/// A picture of plain shapes, each a line of words painted over those before it:
/// <c>box X Y WIDTH HEIGHT #rrggbb</c>, <c>disc X Y RADIUS #rrggbb</c>, <c>line X1 Y1 X2 Y2 THICKNESS #rrggbb</c>.
/// </summary>
internal sealed class Canvas
{
    private readonly int width;
    private readonly int height;
    private readonly byte[] pixels;
    private readonly List<int> palette = [0xFFFFFF];

    private Canvas(int width, int height) =>
        (this.width, this.height, pixels) = (width, height, new byte[width * height]);

    /// <param name="divisor">Measures in the shapes are divided by this.</param>
    public static Canvas Draw(int width, int height, int divisor, IReadOnlyList<string> shapes)
    {
        var canvas = new Canvas(width, height);
        foreach (var shape in shapes)
        {
            var words = shape.Split(' ');
            var at = words[1..^1].Select(word => int.Parse(word, CultureInfo.InvariantCulture) / (double)divisor)
                .ToArray();
            canvas.Paint(Covers(words[0], at), canvas.Ink(words[^1]));
        }

        return canvas;
    }

    public byte[] ToPng() => Png.Write(width, height, palette, pixels);

    private static Func<double, double, bool> Covers(string shape, double[] at) => (shape, at) switch
    {
        ("box", [var left, var top, var wide, var high]) => (x, y) => x >= left && x < left + wide && y >= top
            && y < top + high,
        ("disc", [var middle, var centre, var radius]) => (x, y) => Square(x - middle) + Square(y - centre) <= Square(
            radius),
        ("line", [var x1, var y1, var x2, var y2, var thick]) => (x, y) => Distance(x, y, x1, y1, x2, y2) <= thick / 2,
        _ => throw new InvalidOperationException(
            $"A picture has a shape '{shape}' with {at.Length} measures; see Canvas."),
    };

    private void Paint(Func<double, double, bool> covers, byte ink)
    {
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                if (covers(x, y))
                {
                    pixels[y * width + x] = ink;
                }
            }
        }
    }

    private byte Ink(string colour)
    {
        var value = int.Parse(colour.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (!palette.Contains(value))
        {
            palette.Add(value);
        }

        return (byte)palette.IndexOf(value);
    }

    private static double Distance(double x, double y, double x1, double y1, double x2, double y2)
    {
        var length = Square(x2 - x1) + Square(y2 - y1);
        var along = length == 0 ? 0 : Math.Clamp(((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length, 0, 1);
        return Math.Sqrt(Square(x - x1 - along * (x2 - x1)) + Square(y - y1 - along * (y2 - y1)));
    }

    private static double Square(double value) => value * value;
}
