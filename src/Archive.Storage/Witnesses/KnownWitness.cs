using Archive.Evidence;
using Archive.Evidence.Notes;

namespace Archive.Storage.Witnesses;

/// <summary>A witness we ask to cosign our checkpoints, run by others.</summary>
/// <param name="Url">What its paths begin with, ending in `/`.</param>
/// <param name="Key">Of type cosignature; received from whoever runs it.</param>
public sealed record KnownWitness(Uri Url, NoteKey Key)
{
    /// <summary>Reads the file of witnesses; no file is no witness.</summary>
    /// <exception cref="FaultException">A line is not a URL and a verifier key; the message names it.</exception>
    public static IReadOnlyList<KnownWitness> ReadFile(string path)
    {
        if (!File.Exists(path))
            return [];
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (FormatException e)
        {
            throw Sentences.Fault(e, "storage.concerning", path, Sentence.Of(e));
        }
    }

    /// <summary>One witness a line, `url vkey`; empty lines and lines that begin with `#` are skipped.</summary>
    /// <exception cref="FormatException">A line is something else, or two are of one witness.</exception>
    public static IReadOnlyList<KnownWitness> Parse(string text)
    {
        var witnesses = new List<KnownWitness>();
        foreach (var (number, line) in text.ReplaceLineEndings("\n").Split('\n').Index())
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var witness = ParseLine(line, number + 1);
            if (witnesses.Exists(known => known.Key.Name == witness.Key.Name))
                throw Malformed("storage.witness-twice", number + 1, witness.Key.Name);
            witnesses.Add(witness);
        }

        return witnesses;
    }

    private static KnownWitness ParseLine(string line, int number)
    {
        if (line.Split(' ') is not [var url, var vkey]
            || !Uri.TryCreate(url.EndsWith('/') ? url : $"{url}/", UriKind.Absolute, out var address)
            || address.Scheme is not ("https" or "http"))
        {
            throw Malformed("storage.witness-file-line", number);
        }

        try
        {
            var key = NoteKey.Parse(vkey);
            if (key.Type == NoteSignatureType.Cosignature)
                return new(address, key);
        }
        catch (FormatException e)
        {
            throw new MalformedException(Sentences.Of("storage.witness-file-key", number, Sentence.Of(e)), e);
        }

        throw Malformed("storage.witness-file-log-key", number, vkey);
    }

    private static MalformedException Malformed(string code, params object?[] arguments) =>
        new(Sentences.Of(code, arguments));
}
