using Archive.Law;
using Archive.Records;

namespace Archive.Requests;

// Streams: all facts of a request are in the request's own stream. Who acted is in the headers of each fact
// (`officer`), and in its data where a rule depends on it.

/// <param name="Kind">Which law it is under: whose clock, grounds and words hold for it.</param>
/// <param name="DecideBy">Last day of the first term, weekends and holidays considered.</param>
/// <param name="Details">JCS {"number","requester","subject"}, in the unit of the request's papers.</param>
[FactName("requests.request-received/1")]
public sealed record RequestReceived(
    Guid Request,
    RequestKindName Kind,
    RequestNumber Number,
    DateOnly ReceivedOn,
    DateOnly DecideBy,
    SealedTextRef Details) : IFact;

/// <summary>What a record's version has that can be redacted: counts, never words.</summary>
/// <param name="Words">Maximal runs of what is not white space in the text.</param>
/// <param name="WarningWords">The same of what the author put before the text.</param>
/// <param name="Quoted">Of what it quotes, if that is shown with it.</param>
/// <param name="Shared">Of what it shares; the words of that are its text.</param>
/// <param name="Fields">Of an account's profile: one more than the last one's number.</param>
/// <param name="Moved">Whether it shows to which account it moved.</param>
public sealed record RecordParts(
    int Words, bool AuthorName, bool AuthorHandle, int Media = 0, int Links = 0, int Mentions = 0, int Tags = 0,
    int WarningWords = 0, int PollOptions = 0, OtherParts? Quoted = null, OtherParts? Shared = null,
    bool Preview = false, int Fields = 0, bool Moved = false);

/// <summary>What a record's version shows of another record.</summary>
/// <param name="Name">Whether it shows who wrote that by name.</param>
/// <param name="Handle">Whether it shows their handle, or an address, which leads to them.</param>
public sealed record OtherParts(bool Name, bool Handle, int Words);

/// <param name="Number">
/// Its number in this request's inventory, from 1. It stays from the first judgement in the request on, and is never
/// another's then.
/// </param>
/// <param name="PostedOn">The platform's day of the record, in the office's zone.</param>
public sealed record ScopedRecord(int Number, Guid Record, Guid Version, DateOnly PostedOn, RecordParts Parts);

/// <summary>A search was frozen: these versions, and no later ones, are what it found.</summary>
/// <param name="AsOf">Number of the last leaf of the log the search saw; -1 for an empty log.</param>
/// <param name="Query">JCS {"query"}, in the unit of the request's papers.</param>
/// <param name="Anew">
/// Nothing has been judged yet: all that is in scope is numbered anew, in the order of its threads.
/// </param>
/// <param name="Records">
/// All in scope if numbered anew, otherwise those not in scope before; empty if the search found nothing.
/// </param>
[FactName("requests.records-scoped/1")]
public sealed record RecordsScoped(
    Guid Request, Guid Scope, long AsOf, SealedTextRef Query, bool Anew, IReadOnlyList<ScopedRecord> Records) : IFact;

/// <param name="Grounds">Why it is withheld, whole or in part; empty otherwise.</param>
/// <param name="DuplicateOf">The number it doubles, for a duplicate.</param>
/// <param name="Note">JCS {"despiteAge","link","reasons"} as far as given, in a unit of its own.</param>
[FactName("requests.record-assessed/1")]
public sealed record RecordAssessed(
    Guid Request,
    int Number,
    Guid Record,
    Guid Version,
    Assessment Assessment,
    IReadOnlyList<GroundCode> Grounds,
    int? DuplicateOf,
    SealedTextRef? Note,
    Guid AssessedBy) : IFact;

[FactName("requests.passage-redacted/1")]
public sealed record PassageRedacted(
    Guid Request,
    Guid Redaction,
    int Number,
    Guid Record,
    Guid Version,
    Passage Passage,
    IReadOnlyList<GroundCode> Grounds) : IFact;

[FactName("requests.redaction-lifted/1")]
public sealed record RedactionLifted(Guid Request, Guid Redaction, int Number) : IFact;

/// <param name="Proposal">
/// Counts the request's proposals from 1, so that an approver names the one that was looked at.
/// </param>
[FactName("requests.assessments-proposed/1")]
public sealed record AssessmentsProposed(Guid Request, int Proposal, Guid ProposedBy) : IFact;

[FactName("requests.assessments-approved/1")]
public sealed record AssessmentsApproved(Guid Request, int Proposal, Guid ApprovedBy, DateOnly ApprovedOn) : IFact;

/// <summary>Something changed after the approval, so it holds no more. Recorded together with the change.</summary>
[FactName("requests.approval-withdrawn/1")]
public sealed record ApprovalWithdrawn(Guid Request, int Proposal) : IFact;

[FactName("requests.request-decided/1")]
public sealed record RequestDecided(
    Guid Request, int Proposal, DecisionOutcome Outcome, DateOnly DecidedOn, Guid DecidedBy) : IFact;
