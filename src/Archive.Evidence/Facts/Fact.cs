using Archive.Evidence.Canonical;

namespace Archive.Evidence.Facts;

/// <summary>Something to be recorded, before it has its place in a stream.</summary>
/// <param name="Id">Random; the fact's own id.</param>
/// <param name="Type">A name that outlives the class: `capability.what-happened/1`.</param>
/// <param name="At">The host's clock, UTC; kept to the microsecond.</param>
/// <param name="Data">
/// Ids, digests, commitments, counts, times, enum words; nothing a person or a platform wrote.
/// </param>
/// <param name="Headers">Who acted and through which host; nothing a person or a platform wrote.</param>
/// <param name="Causation">Id of what led to this, if known.</param>
/// <param name="Correlation">Id of the work this belongs to (a visit, a request), if any.</param>
public sealed record NewFact(
    Guid Id,
    string Type,
    DateTimeOffset At,
    FactMembers Data,
    FactMembers Headers,
    Guid? Causation = null,
    Guid? Correlation = null);

/// <summary>Facts for one stream, to be added only if the stream still is at the version the writer saw.</summary>
/// <param name="ExpectedVersion">Version of the stream's last fact; 0 for a stream that does not exist yet.</param>
public sealed record StreamAppend(Guid Stream, long ExpectedVersion, IReadOnlyList<NewFact> Facts);

/// <summary>A recorded fact: a row of `mt_events`.</summary>
/// <param name="Sequence">Marten's `seq_id`: an order with gaps, no part of the evidence.</param>
public sealed record Fact(
    Guid Id,
    Guid Stream,
    long Version,
    string Type,
    DateTimeOffset At,
    FactMembers Data,
    FactMembers Headers,
    Guid? Causation,
    Guid? Correlation,
    Tenant Tenant,
    long Sequence = 0)
{
    /// <summary>The bytes the log commits to (docs/evidence-format.md, "Fact").</summary>
    /// <exception cref="FormatException">The version is 2^53 or more.</exception>
    public byte[] Statement()
    {
        var statement = new CanonicalWriter(Data.Bytes.Length + Headers.Bytes.Length + 512);
        statement.Raw("{\"at\":"u8);
        statement.String(CanonicalMoment.Write(At));
        if (Causation is { } causation)
        {
            statement.Raw(",\"causation\":"u8);
            statement.Id(causation);
        }

        if (Correlation is { } correlation)
        {
            statement.Raw(",\"correlation\":"u8);
            statement.Id(correlation);
        }

        statement.Raw(",\"data\":"u8);
        statement.Raw(Data.Bytes.Span);
        statement.Raw(",\"headers\":"u8);
        statement.Raw(Headers.Bytes.Span);
        statement.Raw(",\"id\":"u8);
        statement.Id(Id);
        statement.Raw(",\"stream\":"u8);
        statement.Id(Stream);
        statement.Raw(",\"tenant\":"u8);
        statement.String(Tenant.ToString());
        statement.Raw(",\"type\":"u8);
        statement.String(Type);
        statement.Raw(",\"version\":"u8);
        statement.Integer(Version);
        statement.Raw("}"u8);
        return statement.ToArray();
    }
}
