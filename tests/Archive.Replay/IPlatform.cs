namespace Archive.Replay;

/// <summary>A platform as this server plays it: a question in, an answer out. The wire is the server's.</summary>
public interface IPlatform
{
    /// <summary>The states this platform can be in, in the order of time. It begins in the first.</summary>
    IReadOnlyList<string> States { get; }

    /// <summary>The state the answers are given in.</summary>
    /// <exception cref="ArgumentException">Set to a word that is not in <see cref="States"/>.</exception>
    string State { get; set; }

    /// <returns>The answer, or null where this platform does not know the question.</returns>
    Reply? Answer(Question asked);
}

/// <param name="Query">The parameters as sent, the last value of each name.</param>
/// <param name="Address">Scheme, host and port the caller used, without a slash at the end.</param>
public sealed record Question(string Method, string Path, IReadOnlyDictionary<string, string> Query, string Address)
{
    public string? this[string parameter] => Query.GetValueOrDefault(parameter);

    public bool Asks(string flag) => this[flag] is "true" or "1";
}
