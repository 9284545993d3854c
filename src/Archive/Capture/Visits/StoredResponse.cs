using Archive.Evidence;

namespace Archive.Capture.Visits;

/// <summary>How an answer came that is in the vault already.</summary>
internal enum AnsweredAgain
{
    /// <summary>Whole, byte for byte as kept.</summary>
    Same,

    /// <summary>The platform said that it has no other.</summary>
    NotModified,
}

/// <summary>An answer whose bytes are in the vault; its facts come with <see cref="VisitRecorder.Record"/>.</summary>
/// <param name="Items">One for each cut, in its order.</param>
internal sealed record StoredResponse(
    Endpoint Endpoint,
    Digest Object,
    Guid Frame,
    int Status,
    IReadOnlyList<StoredItem> Items)
{
    /// <summary>Null if it was kept now.</summary>
    public AnsweredAgain? Again { get; init; }

    /// <summary>When the question was put.</summary>
    public DateTimeOffset Asked { get; init; }

    /// <summary>What <see cref="LastAnswers"/> names it by; empty if it came again.</summary>
    public string Question { get; init; } = "";

    /// <summary>Where the whole answer is, for a gap or a disappearance: its exchange.</summary>
    public PieceRef Exchange => new(Object, 0);
}

/// <summary>One item of an answer, kept in a piece of its own.</summary>
/// <param name="Identity">Null where it cannot be told which record it is; then it belongs to the frame.</param>
internal sealed record StoredItem(Identity? Identity, int Piece);
