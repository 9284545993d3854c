using Archive.Evidence.Notes;
using Archive.Health;
using Archive.Storage.Postgres;
using Archive.Storage.Witnesses;

namespace Archive.Web;

/// <summary>How it stands with a witness of our log.</summary>
/// <param name="Name">The witness's own.</param>
/// <param name="LastAt">When it last cosigned, by its clock; null before the first time.</param>
/// <param name="Size">Leaves in the log it cosigned then.</param>
/// <param name="WaitingSince">Since when the newest head of the log waits for it; null if it cosigned that.</param>
/// <param name="Trouble">Why, if it waits.</param>
public sealed record WitnessStatus(
    string Name, DateTimeOffset? LastAt, long? Size, DateTimeOffset? WaitingSince, WitnessFailure? Trouble)
{
    /// <summary>The worker asks every minute; a network that is away for less is no news.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public bool IsOverdue(DateTimeOffset now) => WaitingSince is { } since && now - since > Patience;
}

/// <summary>Reads what the worker wrote down of witnesses.</summary>
/// <param name="facts">The `archive` database as role archive_web.</param>
public sealed class WitnessReader(FactsDatabase facts)
{
    /// <exception cref="Exception">One that <see cref="DatabaseCheck.IsDown"/> knows.</exception>
    public async Task<IReadOnlyList<WitnessStatus>> Read(CancellationToken ct)
    {
        await using var transaction = await facts.Begin(ct);
        return await transaction.Query(
            """
            SELECT witness, cosigned_at, cosigned_size, waiting_since, trouble FROM web.witness
            WHERE tenant_id = $1 ORDER BY witness
            """,
            row => new WitnessStatus(
                NoteKey.Parse(row.GetString(0)).Name,
                row.ValueOrNull<DateTimeOffset>(1),
                row.ValueOrNull<long>(2),
                row.ValueOrNull<DateTimeOffset>(3),
                row.IsDBNull(4) ? null : Enum.Parse<WitnessFailure>(row.GetString(4))),
            ct, transaction.Tenant);
    }
}
