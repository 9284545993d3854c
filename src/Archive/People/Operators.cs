using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Facts;
using Archive.Storage.Postgres;

namespace Archive.People;

/// <summary>
/// People at the console of the machine, who need no account to keep the archive running. Facts name them by an id, as
/// officers; their names are in the perishable database (docs/decisions/0133).
/// </summary>
public sealed class Operators(PerishableDatabase perishable, EventStore events, OfficeTime office)
{
    /// <param name="sudo">Who typed sudo, if it was used; else it is who runs this program.</param>
    /// <returns>The id of who is at the console now; the same each time.</returns>
    public async Task<Guid> Here(string? sudo, CancellationToken ct)
    {
        var name = sudo is { Length: > 0 } ? sudo : Environment.UserName;
        await using var transaction = await perishable.Begin(ct);
        await transaction.Run(
            """
            INSERT INTO perishable.operator (tenant_id, operator, name, since) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant_id, name) DO NOTHING
            """,
            ct,
            transaction.Tenant, Ids.New(), name, office.Now.UtcDateTime);
        var id = await transaction.Scalar<Guid>(
            "SELECT operator FROM perishable.operator WHERE tenant_id = $1 AND name = $2",
            ct, transaction.Tenant, name);
        await transaction.Commit(ct);
        return id;
    }

    /// <summary>
    /// Writes down what somebody does at the console. A caller MUST await this first and act only then.
    /// </summary>
    /// <param name="who">The operator, or an officer who signed in.</param>
    public async Task Record(Guid who, ConsoleAct act, CancellationToken ct, Guid? source = null)
    {
        var fact = Facts.New(new ActedAtConsole(act, source), office.Now, who);
        if (!await events.Append([new StreamAppend(Ids.New(), 0, [fact])], ct))
            throw Sentences.Fault("people.look-not-recorded");
    }

    /// <summary>Names for the ids that facts hold.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> Names(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        return (await transaction.Query(
            "SELECT operator, name FROM perishable.operator WHERE tenant_id = $1",
            row => (Id: row.GetGuid(0), Name: row.GetString(1)),
            ct, transaction.Tenant)).ToDictionary(o => o.Id, o => o.Name);
    }
}
