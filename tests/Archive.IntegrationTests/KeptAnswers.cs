using Archive.Capture;
using Archive.Evidence;
using Archive.Evidence.Vault;

namespace Archive.IntegrationTests;

/// <summary>Reads an answer back out of the vault.</summary>
internal static class KeptAnswers
{
    public static async Task<Exchange> Exchange(ArchiveUnderTest archive, Digest name) =>
        Evidence.Vault.Exchange.Read(await Piece(archive, name, 0));

    /// <summary>The body: all pieces after the exchange, one after another.</summary>
    public static async Task<byte[]> Body(ArchiveUnderTest archive, Digest name)
    {
        var body = new List<byte>();
        for (var piece = 1; piece < archive.Get<FileVault>().Header(name).Pieces.Count; piece++)
            body.AddRange(await Piece(archive, name, piece));
        return [.. body];
    }

    public static Task<byte[]> Piece(ArchiveUnderTest archive, PieceAt at) => Piece(archive, at.Object, at.Piece);

    private static async Task<byte[]> Piece(ArchiveUnderTest archive, Digest name, int piece)
    {
        var vault = archive.Get<FileVault>();
        var secret = await archive.Get<UnitSecrets>().Get(vault.Header(name).Pieces[piece].Unit, default);
        return vault.Read(name, piece, secret!);
    }
}
