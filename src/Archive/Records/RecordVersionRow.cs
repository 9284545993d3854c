using System.Text.Json.Nodes;
using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Canonical;
using Archive.Evidence.Content;
using Archive.Sources;
using Archive.Storage.Postgres;
using Npgsql;

namespace Archive.Records;

/// <summary>A row of a version, as people read it.</summary>
internal static class RecordVersionRow
{
    /// <summary>Columns as <see cref="RecordVersions"/> asks for them.</summary>
    public static RecordVersion Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetGuid(1),
        row.GetGuid(2),
        row.GetGuid(3),
        row.GetInt32(4),
        row.GetInt32(5),
        new PlatformName(row.GetString(6)),
        Enum.Parse<RecordKind>(row.GetString(7)),
        row.GetString(8),
        row.TextOrNull(9),
        row.GetFieldValue<DateTimeOffset>(10),
        row.ValueOrNull<DateTimeOffset>(11),
        row.GetFieldValue<DateTimeOffset>(12),
        row.ValueOrNull<DateTimeOffset>(13),
        row.GetInt64(14),
        row.GetGuid(15),
        new MapperName(row.GetString(16)),
        Digest.Parse(row.GetString(17)),
        MemberList.Read(row.GetFieldValue<byte[]>(18)),
        [.. Array(row, 19).Select(m => new MediumRef(
            m[0]!.GetValue<int>(), Guid.Parse(m[1]!.GetValue<string>()), Digest.Parse(m[2]!.GetValue<string>())))],
        [.. Array(row, 20).Select(p => new PieceRef(Digest.Parse(p[0]!.GetValue<string>()), p[1]!.GetValue<int>()))])
    {
        FormerCapturedAt = row.ValueOrNull<DateTimeOffset>(21),
        Parent = row.ValueOrNull<Guid>(22),
        Thread = row.ValueOrNull<Guid>(23),
    };

    private static IEnumerable<JsonArray> Array(NpgsqlDataReader row, int column) =>
        CanonicalJson.Read(row.GetFieldValue<byte[]>(column)).AsArray().Select(i => i!.AsArray());
}
