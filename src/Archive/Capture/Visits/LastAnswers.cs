using System.Text.Json.Nodes;
using Archive.Capture.Http;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;

namespace Archive.Capture.Visits;

/// <summary>
/// Which answer is kept of each question that a source was asked, for one visit. A row says where it lies and nothing
/// of what is in it; what is not asked any more is forgotten.
/// </summary>
/// <param name="key">Of which the hash of a question is made: an address may have the id of what was destroyed.</param>
internal sealed class LastAnswers(
    PerishableDatabase perishable, IVault vault, UnitSecrets units, MediumKey key, Guid source)
{
    /// <summary>A server that was away for a while is asked the same again.</summary>
    private static readonly TimeSpan Unasked = TimeSpan.FromDays(2);

    private readonly HashSet<string> asked = [];
    private Dictionary<string, Digest>? objects; // by question
    private (string Question, LastAnswer? Answer)? opened; // the last, which is asked for twice

    /// <summary>Names a question with the status of its answer, without telling either.</summary>
    /// <param name="sent">What went out with it, secrets overwritten.</param>
    /// <param name="trouble">
    /// What was wrong with the answer, such as that it broke off or was not understood: a server that says that it has
    /// no other is not taken to mean that one.
    /// </param>
    public string Question(
        Endpoint endpoint, string method, Uri address, byte[]? sent, int status, GapCause? trouble) =>
        Convert.ToHexStringLower(key.Of(
        [
            .. "archive/question/v1\n"u8,
            .. CanonicalJson.Write(new JsonArray(
                Facts.WordOf(endpoint), method, SecretMask.Url(address.AbsoluteUri),
                Convert.ToBase64String(sent ?? []), status, trouble is { } cause ? Facts.WordOf(cause) : "")),
        ]));

    /// <returns>Null if none is kept, or it cannot be opened now.</returns>
    public async Task<LastAnswer?> Of(string question, CancellationToken ct)
    {
        asked.Add(question);
        if (opened is { } last && last.Question == question)
            return last.Answer;
        objects ??= await Read(ct);
        var answer = objects.TryGetValue(question, out var name)
            ? await LastAnswer.Open(name, vault, units, ct)
            : null;
        opened = (question, answer);
        return answer;
    }

    /// <summary>From now on in this visit, which records nothing more unless a fact comes to say so.</summary>
    public void Note(string question, Digest name)
    {
        objects![question] = name;
        opened = null;
    }

    /// <summary>Notes for visits to come where an answer is kept, once a fact says so.</summary>
    public (string Sql, object?[] Values) Remember(string question, Digest name) => (
        """
        INSERT INTO perishable.last_answer (tenant_id, source, question, object) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id, source, question)
        DO UPDATE SET object = excluded.object, unasked_since = NULL
        """,
        [perishable.Tenant, source, Convert.FromHexString(question), name.ToString()]);

    /// <summary>At the end of a visit: what was not asked for some time will not be asked again.</summary>
    public async Task ForgetUnasked(CancellationToken ct)
    {
        objects ??= await Read(ct);
        var others = objects.Keys.Where(q => !asked.Contains(q)).Select(Convert.FromHexString).ToArray();
        await using var transaction = await perishable.Begin(ct);
        await transaction.Run(
            ct,
            ("""
             UPDATE perishable.last_answer SET unasked_since = NULL
             WHERE tenant_id = $1 AND source = $2 AND unasked_since IS NOT NULL AND NOT question = ANY ($3)
             """,
                [transaction.Tenant, source, others]),
            ("""
             UPDATE perishable.last_answer SET unasked_since = now()
             WHERE tenant_id = $1 AND source = $2 AND unasked_since IS NULL AND question = ANY ($3)
             """,
                [transaction.Tenant, source, others]),
            ("""
             DELETE FROM perishable.last_answer
             WHERE tenant_id = $1 AND source = $2 AND unasked_since < now() - $3
             """,
                [transaction.Tenant, source, Unasked]));
        await transaction.Commit(ct);
    }

    /// <summary>
    /// After databases were put back: no fact may say any more that an answer is kept, so each is kept once again.
    /// </summary>
    public static async Task ForgetAll(PerishableDatabase perishable, CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        await transaction.Run("DELETE FROM perishable.last_answer WHERE tenant_id = $1", ct, transaction.Tenant);
        await transaction.Commit(ct);
    }

    private async Task<Dictionary<string, Digest>> Read(CancellationToken ct)
    {
        await using var transaction = await perishable.Begin(ct);
        var rows = await transaction.Query(
            """
            SELECT encode(question, 'hex'), object FROM perishable.last_answer WHERE tenant_id = $1 AND source = $2
            """,
            row => (Question: row.GetString(0), Object: Digest.Parse(row.GetString(1))),
            ct, transaction.Tenant, source);
        return rows.ToDictionary(r => r.Question, r => r.Object, StringComparer.Ordinal);
    }
}
