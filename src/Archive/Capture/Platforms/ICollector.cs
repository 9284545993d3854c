using Archive.Capture.Visits;

namespace Archive.Capture.Platforms;

/// <summary>
/// Asks one platform what an account shows, and hands over what comes. One object serves all visits at the same time,
/// so it MUST NOT keep anything of a visit outside the call.
/// </summary>
/// <remarks>
/// Asking. Every question MUST go through <see cref="SourceVisit.Questions"/>: it waits, repeats, keeps the bytes of
/// what failed and records the gap. What it does before the collector hears of an answer:
/// <list type="bullet">
/// <item>401 and 403: the bytes are kept and the gap `access-denied` is recorded; the collector gets null.</item>
/// <item>429, once waiting did not help: `rate-limited`, and null.</item>
/// <item>5xx, once asking again did not help: `platform-failed`, and null.</item>
/// <item>No answer at all: `unreachable`, and null.</item>
/// </list>
/// After null the collector MUST go on with what it can still see, and MUST stop asking where
/// <see cref="VisitQuestions.IsCutOff"/> says that every further question would end the same.
///
/// Answers. Every answer the collector gets MUST be handed over exactly once, whatever it brought, so that its bytes
/// are kept: to <see cref="SourceVisit.Items"/> if it brings items, else to `Store`, `StoreGone` or `Reject` of the
/// questions.
/// <list type="bullet">
/// <item>404 and 410 that the platform itself says about a known record: `StoreGone`, a disappearance. About anything
/// else, such as an account: `Reject` with `not-found`. A 404 that does not say so itself (a proxy's page, a question
/// the server does not have) MUST NOT become a disappearance.</item>
/// <item>A record that is only absent from a list MUST NOT be recorded as gone; it is asked for by its id.</item>
/// <item>An empty page is an answer like any other: it is handed over, and nothing is missing because of it.</item>
/// <item>A page that shows only items this visit has seen ends the list: a server that repeats itself has no end. The
/// page MUST be handed over before. A list of which the rest is out of reach is handed over as cut short, and is
/// recorded as the gap `truncated`.</item>
/// <item>A field no mapper knows is left alone and changes nothing: its bytes are kept. A known field of another kind
/// makes that one item not understood: the gap `not-understood` names its piece, and the other items count.</item>
/// <item>An answer that cannot be cut into items is recorded whole as `not-understood`.</item>
/// </list>
///
/// What it never does: it MUST NOT begin or end the visit (<see cref="SourceVisits"/> does, also after a gap), fetch
/// media itself, wait or repeat a question by itself, write to a database or the vault, change or leave out bytes of an
/// answer, log or throw with words, names or addresses that came from the platform, or decide that something is not
/// worth keeping.
///
/// Throwing. Nothing a platform answers may make it throw. What is thrown all the same (cancellation, a database that
/// is away, an error of ours) breaks the visit off: it has no end, and the next visit records that it was interrupted.
/// What was recorded until then stands.
/// </remarks>
internal interface ICollector
{
    Task Visit(SourceVisit visit, CancellationToken ct);
}
