using System.Text.Json;
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
    private static readonly string Accessed = Facts.NameOf(typeof(AccessRecorded));

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

    /// <summary>What officers saw, oldest first. Reading it is an access too, and the last one it shows.</summary>
    /// <param name="most">So many of the newest at most.</param>
    public async Task<Outcome<IReadOnlyList<RecordedAccess>>> Read(Officer officer, int most, CancellationToken ct)
    {
        if (!officer.IsOneOf(Role.Auditor, Role.PrivacyOfficer))
            return new Refusal("people.not-your-log", Basis.Of("BIO2 8.15"), RoleLabels.Of(officer.Roles));
        await Record(officer, AccessKind.LogRead, ct);
        return Outcome.Of<IReadOnlyList<RecordedAccess>>(
            [.. (await events.OfType(Accessed, ct)).TakeLast(most).Select(Read).OfType<RecordedAccess>()]);
    }

    /// <returns>Null for what another program wrote under that name.</returns>
    private static RecordedAccess? Read(Fact fact)
    {
        if (Facts.ReadOrNull(fact) is not AccessRecorded access)
            return null;
        using var headers = JsonDocument.Parse(fact.Headers.Bytes);
        var officer = headers.RootElement.TryGetProperty("officer", out var id)
            && Guid.TryParse(id.GetString(), out var who) ? who : (Guid?)null;
        return new(fact.At, officer, access);
    }
}

/// <param name="Officer">Null if the fact names nobody: it was not written by this product.</param>
public sealed record RecordedAccess(DateTimeOffset At, Guid? Officer, AccessRecorded Access);
