using Archive.Capture;
using Archive.Evidence;
using Archive.Storage.Keys;
using Archive.Storage.Vault;

namespace Archive.IntegrationTests;

/// <summary>Reads an answer back out of the vault.</summary>
internal static class KeptAnswers
{
    public static async Task<PlatformResponse> Exchange(ArchiveUnderTest archive, Digest name) =>
        (PlatformResponse)Storage.Vault.Exchange.Read(await Piece(archive, name, 0));

    /// <summary>The body: all pieces after the exchange, one after another.</summary>
    public static async Task<byte[]> Body(ArchiveUnderTest archive, Digest name)
    {
        var body = new List<byte>();
        var header = await archive.Get<IVault>().Header(name, default);
        for (var piece = 1; piece < header.Pieces.Count; piece++)
            body.AddRange(await Piece(archive, name, piece));
        return [.. body];
    }

    public static async Task<IReadOnlyList<(Digest Name, ObjectHeader Header)>> Headers(this IVault vault)
    {
        var headers = new List<(Digest, ObjectHeader)>();
        await foreach (var name in vault.All(default))
            headers.Add((name, await vault.Header(name, default)));
        return headers;
    }

    public static Task<byte[]> Piece(ArchiveUnderTest archive, PieceRef at) => Piece(archive, at.Object, at.Piece);

    private static async Task<byte[]> Piece(ArchiveUnderTest archive, Digest name, int piece)
    {
        var vault = archive.Get<IVault>();
        var secret = await archive.Get<UnitSecrets>()
            .Get((await vault.Header(name, default)).Pieces[piece].Unit, default);
        return await vault.Read(name, piece, secret!, default);
    }
}
