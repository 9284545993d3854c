using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Facts;

namespace Archive.People;

/// <summary>
/// Writes down every look before it is taken: a caller MUST await this first and show only then. Each look is a stream
/// of its own, so looks never wait for each other.
/// </summary>
public sealed class AccessLog(EventStore events, OfficeTime office)
{
    /// <param name="request">The request it was for, if any.</param>
    /// <param name="record">The record opened, if it was one.</param>
    /// <param name="count">How many records were shown, where that is more than the one named.</param>
    public async Task Record(
        Officer officer, AccessKind kind, CancellationToken ct, Guid? request = null, Guid? record = null,
        int? count = null)
    {
        var fact = Facts.New(
            new AccessRecorded(kind, request, record, count),
            office.Now,
            officer.Id,
            correlation: request);
        if (!await events.Append([new StreamAppend(Ids.New(), 0, [fact])], ct))
            throw Sentences.Fault("people.look-not-recorded");
    }
}
