using Archive.Evidence;

namespace Archive.Storage.Vault;

public enum ObjectKind
{
    /// <summary>An answer of a platform: piece 0 is the exchange, the body is in pieces 1 and up.</summary>
    Response,

    /// <summary>A file; its bytes are in all its pieces.</summary>
    File,
}

/// <summary>Some bytes to be kept, and the unit they are destroyed with.</summary>
public sealed class Piece
{
    /// <summary>Bytes of a unit's secret.</summary>
    public const int SecretLength = 32;

    public Piece(Guid unit, byte[] secret, ReadOnlyMemory<byte> content)
        : this(unit, secret, new MemoryStream(content.ToArray(), writable: false), content.Length)
    {
    }

    /// <param name="secret">The unit's secret, 32 bytes.</param>
    /// <param name="content">Read once, from where it stands to its end; not disposed.</param>
    /// <param name="length">Exactly what the stream still has: it is written before the content is.</param>
    public Piece(Guid unit, byte[] secret, Stream content, long length) =>
        (Unit, Secret, Content, Length) = (unit, secret, content, length);

    public Guid Unit { get; }

    public byte[] Secret { get; }

    public Stream Content { get; }

    public long Length { get; }
}

/// <summary>An object that is on disk.</summary>
/// <param name="Name">SHA-256 of the whole file; what facts refer to.</param>
public sealed record StoredObject(Digest Name, ObjectHeader Header);
