using Microsoft.Win32.SafeHandles;

namespace Archive.Evidence.Zip;

/// <summary>
/// A run of bytes of a larger file as a stream of its own: read-only, seekable, with its own position.
/// </summary>
internal sealed class FileSlice(SafeFileHandle file, long offset, long length) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, length - position);
        if (wanted <= 0)
            return 0;
        var read = RandomAccess.Read(file, buffer[..wanted], offset + position);
        position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long to, SeekOrigin origin)
    {
        var target = origin switch
        {
            SeekOrigin.Begin => to,
            SeekOrigin.Current => position + to,
            SeekOrigin.End => length + to,
            _ => throw new ArgumentOutOfRangeException(nameof(origin)),
        };
        if (target < 0 || target > length)
            throw new StorageException(new Sentence("OutsideFile"));
        return position = target;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
