using Npgsql;

namespace Archive.Storage.Postgres;

/// <summary>Columns of a row that may be NULL.</summary>
public static class NullableColumns
{
    extension(NpgsqlDataReader row)
    {
        /// <summary>A number, id or moment; null where it is NULL.</summary>
        public T? ValueOrNull<T>(int column)
            where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

        /// <summary>A text; null where it is NULL.</summary>
        public string? TextOrNull(int column) => row.IsDBNull(column) ? null : row.GetString(column);

        /// <summary>Bytes; null where it is NULL.</summary>
        public byte[]? BytesOrNull(int column) => row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);
    }
}
