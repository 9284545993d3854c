using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Archive.Evidence.Canonical;

/// <summary>
/// Puts together the bytes of RFC 8785. Members are written as they come and put in order when their object ends:
/// PostgreSQL's jsonb keeps them by the length of their names.
/// </summary>
internal sealed class CanonicalWriter(int capacity)
{
    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true);

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c), '"', '\\']);

    private const int Few = 32; // members that are put in order by moving one after another

    private readonly List<MemberAt> members = []; // of all objects that have not ended
    private byte[] bytes = new byte[Math.Max(capacity, 16)];
    private int length;

    public byte[] ToArray() => Written.ToArray();

    /// <summary>What was written since the start or the last <see cref="Clear"/>, until more is written.</summary>
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    public void Clear() => length = 0;

    /// <returns>For <see cref="EndObject"/>.</returns>
    public int BeginObject()
    {
        Raw("{"u8);
        return members.Count;
    }

    public void BeginMember(string name)
    {
        members.Add(new(name, 0, length, 0));
        String(name);
        Raw(":"u8);
    }

    /// <param name="name">ASCII that needs no escapes.</param>
    public void BeginMember(ReadOnlySpan<byte> name)
    {
        members.Add(new(null, name.Length, length, 0));
        Raw("\""u8);
        Raw(name);
        Raw("\":"u8);
    }

    public void EndMember()
    {
        Raw(","u8);
        CollectionsMarshal.AsSpan(members)[^1].End = length; // those of objects inside it are gone
    }

    /// <exception cref="FormatException">Two members have the same name.</exception>
    public void EndObject(int begun)
    {
        var own = CollectionsMarshal.AsSpan(members)[begun..];
        if (own.Length > 1)
            Order(own);
        members.RemoveRange(begun, members.Count - begun);
        End("}"u8);
    }

    public void BeginArray() => Raw("["u8);

    public void EndItem() => Raw(","u8);

    public void EndArray() => End("]"u8);

    public void Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <exception cref="FormatException">It is no integer below 2^53 in size.</exception>
    public void Integer(ReadOnlySpan<byte> written)
    {
        if (!long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n))
            throw new MalformedException("JsonNumber", Encoding.UTF8.GetString(written));
        Integer(n);
    }

    /// <exception cref="FormatException">It is not below 2^53 in size.</exception>
    public void Integer(long n)
    {
        if (n is < -CanonicalJson.MaxInteger or > CanonicalJson.MaxInteger)
            throw new MalformedException("JsonNumber", n);
        n.TryFormat(Room(20), out var digits, default, CultureInfo.InvariantCulture);
        length += digits;
    }

    /// <summary>A string whose JSON has no escapes, so that its bytes are canonical if they are UTF-8.</summary>
    public void Unescaped(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
            throw new MalformedException("NotUnicode");
        Raw("\""u8);
        Raw(utf8);
        Raw("\""u8);
    }

    /// <exception cref="FormatException">It holds half of a surrogate pair.</exception>
    public void String(ReadOnlySpan<char> value)
    {
        Raw("\""u8);
        for (var at = value.IndexOfAny(Escaped); at >= 0; at = value.IndexOfAny(Escaped))
        {
            Text(value[..at]);
            Escape(value[at]);
            value = value[(at + 1)..];
        }

        Text(value);
        Raw("\""u8);
    }

    /// <summary>As every format of ours has it: lower case, with dashes.</summary>
    public void Id(Guid id)
    {
        Raw("\""u8);
        id.TryFormat(Room(36), out var written);
        length += written;
        Raw("\""u8);
    }

    public void Raw(ReadOnlySpan<byte> written)
    {
        written.CopyTo(Room(written.Length));
        length += written.Length;
    }

    /// <summary>By the UTF-16 code units of their names (RFC 8785 section 3.2.3).</summary>
    private void Order(Span<MemberAt> own)
    {
        var (start, end) = (own[0].Start, own[^1].End);
        if (own.Length > Few)
            own.Sort(Compare);
        else
            SortFew(own);
        for (var i = 1; i < own.Length; i++)
        {
            if (Compare(own[i - 1], own[i]) == 0)
                throw new MalformedException("JsonMemberTwice", NameOf(own[i]));
        }

        var asWritten = ArrayPool<byte>.Shared.Rent(end - start);
        bytes.AsSpan(start, end - start).CopyTo(asWritten);
        var to = start;
        for (var i = 0; i < own.Length; i++)
        {
            var member = asWritten.AsSpan(own[i].Start - start, own[i].End - own[i].Start);
            member.CopyTo(bytes.AsSpan(to));
            to += member.Length;
        }

        ArrayPool<byte>.Shared.Return(asWritten, clearArray: true);
    }

    private void SortFew(Span<MemberAt> own)
    {
        for (var i = 1; i < own.Length; i++)
        {
            var member = own[i];
            var at = i;
            for (; at > 0 && Compare(own[at - 1], member) > 0; at--)
                own[at] = own[at - 1];
            own[at] = member;
        }
    }

    /// <summary>Of ASCII the order of bytes is that of UTF-16 code units.</summary>
    private int Compare(MemberAt one, MemberAt other) => one.Name is null && other.Name is null
        ? Ascii(one).SequenceCompareTo(Ascii(other))
        : string.CompareOrdinal(NameOf(one), NameOf(other));

    private ReadOnlySpan<byte> Ascii(MemberAt member) => bytes.AsSpan(member.Start + 1, member.NameLength);

    private string NameOf(MemberAt member) => member.Name ?? Encoding.ASCII.GetString(Ascii(member));

    /// <summary>Takes the place of the comma behind the last member or item.</summary>
    private void End(ReadOnlySpan<byte> bracket)
    {
        if (bytes[length - 1] == ',')
            length--;
        Raw(bracket);
    }

    private void Escape(char c)
    {
        switch (c)
        {
            case '"': Raw("\\\""u8); break;
            case '\\': Raw("\\\\"u8); break;
            case '\b': Raw("\\b"u8); break;
            case '\t': Raw("\\t"u8); break;
            case '\n': Raw("\\n"u8); break;
            case '\f': Raw("\\f"u8); break;
            case '\r': Raw("\\r"u8); break;
            default: Raw(Encoding.ASCII.GetBytes($"\\u{(int)c:x4}")); break;
        }
    }

    private void Text(ReadOnlySpan<char> value)
    {
        try
        {
            length += StrictUtf8.GetBytes(value, Room(StrictUtf8.GetMaxByteCount(value.Length)));
        }
        catch (EncoderFallbackException)
        {
            throw new MalformedException("JsonHalfSurrogate");
        }
    }

    private Span<byte> Room(int count)
    {
        if (bytes.Length - length < count)
            Array.Resize(ref bytes, Math.Max(2 * bytes.Length, length + count));
        return bytes.AsSpan(length);
    }

    /// <summary>A member as it stands in what was written so far.</summary>
    /// <param name="Name">Null if it is ASCII without escapes, so that it can be read where it stands.</param>
    /// <param name="NameLength">In bytes, of such a name.</param>
    private record struct MemberAt(string? Name, int NameLength, int Start, int End);
}
