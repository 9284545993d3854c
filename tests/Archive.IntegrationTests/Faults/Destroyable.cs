using System.Text;
using Archive.Capture;
using Archive.Records;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Archive.Storage.Vault;
using Npgsql;

namespace Archive.IntegrationTests.Faults;

/// <summary>A comment that is to go, and everywhere it could still be read.</summary>
/// <param name="Words">
/// Of its text, what no other record has; and its id on the platform, unless something answers it: what others wrote
/// says what they answered.
/// </param>
internal sealed record Destroyable(ArchiveUnderTest Archive, RecordVersion Comment, IReadOnlyList<string> Words)
{
    /// <summary>The version whose text has this phrase.</summary>
    public static async Task<Destroyable> Find(ArchiveUnderTest archive, string phrase)
    {
        var all = await archive.Get<RecordVersions>().OfRecords(await archive.Records(), default);
        var comment = all.Single(v => v.Text.Contains(phrase, StringComparison.Ordinal));
        var answered = all.Any(v => v.InReplyTo == comment.PlatformId);
        var others = string.Join('\n', all.Where(v => v.Record != comment.Record).Select(v => v.Text));
        var words = comment.Text.Split(' ', '.', ',', '?', '!')
            .Where(word => word.Length >= 5 && !others.Contains(word, StringComparison.OrdinalIgnoreCase));
        return new(archive, comment, answered ? [.. words] : [.. words.Append(comment.PlatformId)]);
    }

    /// <summary>Pieces of the vault, of any object, that can be opened and have one of the words.</summary>
    public async Task<IReadOnlyList<PieceRef>> ReadablePieces()
    {
        var vault = Archive.Get<IVault>();
        var headers = await vault.Headers();
        var secrets = await Archive.Get<UnitSecrets>().Get(
            headers.SelectMany(h => h.Header.Pieces).Select(p => p.Unit).ToHashSet(), default);
        var readable = new List<PieceRef>();
        foreach (var (name, header) in headers)
        {
            for (var i = 0; i < header.Pieces.Count; i++)
            {
                if (secrets.TryGetValue(header.Pieces[i].Unit, out var secret)
                    && HasAWord(await vault.Read(name, i, secret, default)))
                    readable.Add(new(name, i));
            }
        }

        return readable;
    }

    /// <summary>Pieces that hold it: of its own unit, whether it can be opened or not.</summary>
    public async Task<IReadOnlyList<PieceRef>> OwnPieces() =>
    [
        .. from kept in await Archive.Get<IVault>().Headers()
           from piece in kept.Header.Pieces.Index()
           where piece.Item.Unit == Comment.Unit
           select new PieceRef(kept.Name, piece.Index),
    ];

    /// <summary>Tables, of both databases, with one of the words in any column, as text or as bytes.</summary>
    public async Task<IReadOnlyList<string>> TablesWithAWord()
    {
        var found = new List<string>();
        foreach (var database in new[] { Migrations.Facts, Migrations.Perishable })
        {
            await using var server = NpgsqlDataSource.Create(Archive.Database.SuperuserOf(database));
            foreach (var table in await Tables(server))
            {
                await using var query = server.CreateCommand(
                    $"""
                     SELECT EXISTS (SELECT FROM {table} t, unnest($1) w
                         WHERE t::text ILIKE '%' || w || '%' OR t::text ILIKE '%' || encode(convert_to(w, 'UTF8'),
                           'hex') || '%')
                     """);
                query.Parameters.Add(new() { Value = Words.ToArray() });
                if ((bool)(await query.ExecuteScalarAsync())!)
                    found.Add(table);
            }
        }

        return found;
    }

    /// <summary>Files of the archive with one of the words as they are, sets that were handed out left aside.</summary>
    public IReadOnlyList<string> FilesWithAWord() =>
    [
        .. Directory.EnumerateFiles(Archive.Settings.Home, "*", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(Archive.Settings.ExportsPath, StringComparison.Ordinal))
            // what a host locks while it works is empty, and read by nobody else
            .Where(file => new FileInfo(file).Length > 0)
            .Where(file => HasAWord(File.ReadAllBytes(file))),
    ];

    /// <summary>Files of one set with one of the words as they are.</summary>
    public IReadOnlyList<string> FilesWithAWord(string set) =>
        [.. Directory.EnumerateFiles(set, "*", SearchOption.AllDirectories)
            .Where(file => HasAWord(File.ReadAllBytes(file)))];

    private bool HasAWord(byte[] bytes) =>
        Words.Any(word => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0);

    private static async Task<IReadOnlyList<string>> Tables(NpgsqlDataSource server)
    {
        await using var query = server.CreateCommand(
            """
            SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
            WHERE schemaname IN ('archive', 'perishable', 'public')
            """);
        await using var rows = await query.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await rows.ReadAsync())
            tables.Add(rows.GetString(0));
        return tables;
    }
}
