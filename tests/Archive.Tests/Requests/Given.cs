using Archive.Evidence;
using Archive.Records;
using Archive.Requests;
using Archive.Requests.Woo;

namespace Archive.Tests.Requests;

/// <summary>A request as far as a test needs it, made of its facts only.</summary>
internal static class Given
{
    public static readonly Guid Id = Guid.Parse("0b0c7a5e-3d9b-4c60-9d33-6a1c7f4b1a01");
    public static readonly Guid Anna = Guid.Parse("0b0c7a5e-3d9b-4c60-9d33-6a1c7f4b1a02");
    public static readonly Guid Bram = Guid.Parse("0b0c7a5e-3d9b-4c60-9d33-6a1c7f4b1a03");
    public static readonly IRequestKind Woo = new WooRequestKind();
    public static readonly RequestKindRegistry Kinds = new([Woo]);
    public static readonly DateOnly Today = new(2026, 11, 25);
    public static readonly RecordParts Parts = new(Words: 10, AuthorName: true, AuthorHandle: true, Media: 2, Links: 1,
        PollOptions: 2, Quoted: new(Name: true, Handle: false, Words: 2), Preview: true);

    public static readonly SealedTextRef Kept = new(Ids.New(), Digest.Of("paper"u8), 0);

    public static RequestState Received { get; } = RequestState.From(
        new RequestReceived(Id, Woo.Name, new("WOO", 2026, 1), new(2026, 11, 20), new(2026, 12, 18), Kept), Woo);

    /// <summary>Three records in scope; number 3 is more than five years old.</summary>
    public static RequestState Scoped { get; } = Received.After(new ScopeRecords(
        Id, Ids.New(), "rondweg", 41,
        [
            new FoundRecord(Ids.New(), Ids.New(), new(2026, 3, 1), Parts),
            new FoundRecord(Ids.New(), Ids.New(), new(2026, 3, 2), Parts),
            new FoundRecord(Ids.New(), Ids.New(), new(2021, 11, 24), Parts),
        ]));

    public static RequestState Assessed { get; } = Scoped
        .After(Judge(1, Assessment.Disclosed))
        .After(Judge(2, Assessment.Disclosed))
        .After(Judge(3, Assessment.OutOfScope));

    /// <summary>Proposed by Anna.</summary>
    public static RequestState Proposed { get; } = Assessed.Plus(ProposeAssessments.Decide(Assessed, Anna));

    /// <summary>Approved by Bram, today.</summary>
    public static RequestState Approved { get; } =
        Proposed.Plus(ApproveAssessments.Decide(Proposed, new(Id, 1), Bram, Today));

    public static RequestState Decided { get; } =
        Approved.Plus(DecideRequest.Decide(Approved, new(Id, DecisionOutcome.Disclosed, Today), Anna, Today));

    public static AssessRecord Judge(int number, Assessment assessment, params string[] grounds) =>
        new(Id, number, assessment, grounds);

    public static RedactPassage Redact(int number, Passage passage, params string[] grounds) =>
        new(Id, Ids.New(), number, passage, grounds);

    public static RequestState After(this RequestState request, ScopeRecords asked) =>
        request.Plus(ScopeRecords.Decide(request, asked));

    public static RequestState After(this RequestState request, AssessRecord asked) => request.Plus(request.Ask(asked));

    public static RequestState After(this RequestState request, RedactPassage asked) =>
        request.Plus(request.Ask(asked));

    public static Outcome<IFact[]> Ask(this RequestState request, AssessRecord asked) =>
        AssessRecord.Decide(request, asked, Anna, Today);

    public static Outcome<IFact[]> Ask(this RequestState request, RedactPassage asked) =>
        RedactPassage.Decide(request, asked, Today);

    public static RequestState Plus(this RequestState request, Outcome<IFact[]> answer) =>
        Accepted(answer).Aggregate(request, (state, fact) => state.Apply(fact));

    public static IReadOnlyList<IFact> Accepted(Outcome<IFact[]> outcome) =>
        Assert.IsType<Outcome<IFact[]>.Done>(outcome).Value;

    public static void Refused<T>(string code, string basis, Outcome<T> outcome)
    {
        Assert.Equal(code, outcome.Refusal?.Code);
        Assert.Contains(basis, outcome.Refusal!.Basis.In(Language.Nl), StringComparison.Ordinal);
    }

    public static void Refused<T>(string code, Outcome<T> outcome) => Assert.Equal(code, outcome.Refusal?.Code);
}
