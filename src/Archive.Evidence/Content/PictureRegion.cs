namespace Archive.Evidence.Content;

/// <summary>
/// A rectangle in a picture as it is shown, in whole pixels from its upper left corner. Valid if and only if X and Y
/// are at least 0, and Width and Height at least 1.
/// </summary>
public sealed record PictureRegion(int X, int Y, int Width, int Height)
{
    /// <summary>A method, so that no fact has it as a member.</summary>
    public bool IsValid() => X >= 0 && Y >= 0 && Width >= 1 && Height >= 1;

    /// <summary>Whether all of it lies in a picture of this size.</summary>
    public bool IsWithin(int width, int height) =>
        IsValid() && (long)X + Width <= width && (long)Y + Height <= height;

    /// <summary>Whether every pixel of it lies in one of the others.</summary>
    public bool IsCoveredBy(IReadOnlyList<PictureRegion> others)
    {
        for (var i = 0; i < others.Count; i++)
        {
            if (Without(others[i]) is { } left)
                return left.All(part => part.IsCoveredBy([.. others.Skip(i + 1)]));
        }

        return false;
    }

    /// <returns>What is left of it: at most four parts; null if the other does not touch it.</returns>
    private List<PictureRegion>? Without(PictureRegion other)
    {
        var (left, top) = (Math.Max(X, other.X), Math.Max(Y, other.Y));
        var right = Math.Min((long)X + Width, (long)other.X + other.Width);
        var bottom = Math.Min((long)Y + Height, (long)other.Y + other.Height);
        if (left >= right || top >= bottom)
            return null;
        PictureRegion[] around =
        [
            new(X, Y, Width, top - Y),
            new(X, (int)bottom, Width, (int)((long)Y + Height - bottom)),
            new(X, top, left - X, (int)bottom - top),
            new((int)right, top, (int)((long)X + Width - right), (int)bottom - top),
        ];
        return [.. around.Where(part => part.IsValid())];
    }
}
