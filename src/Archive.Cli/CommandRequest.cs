namespace Archive.Cli;

/// <summary>
/// A command that an archive which is up is asked to run: `POST /commands`, in JSON. It answers with lines of JSON
/// (`application/x-ndjson`), each an object: `out` and `err` hold text that was written; `ask` holds the prompt of what
/// is to be typed unseen, and `at` beside it the path to post that to as text; the last line is `exit`, the exit code.
/// 421 means that the caller is to run the command by himself; the body says why to a person, or
/// is empty.
/// </summary>
/// <param name="Arguments">As typed.</param>
/// <param name="Directory">Where the caller is; names of files begin there.</param>
/// <param name="ErrorIsRedirected">Errors and progress go to no terminal.</param>
/// <param name="Environment">
/// What decides the language (LC_ALL, LC_MESSAGES, LANG), SUDO_USER, and all that begins with ARCHIVE_. Passwords in it
/// are for this command; a setting that is not the archive's own makes it a command for another archive.
/// </param>
internal sealed record CommandRequest(
    string[] Arguments, string Directory, bool ErrorIsRedirected, IReadOnlyDictionary<string, string> Environment)
{
    public const string Path = "/commands";

    /// <summary>Variables that are no settings: what is typed where somebody is there to ask.</summary>
    public static readonly string[] Secrets =
    [
        "ARCHIVE_OFFICER_PASSWORD", "ARCHIVE_APPROVER_PASSWORD", "ARCHIVE_NEW_PASSWORD", "ARCHIVE_KEYS_PASSPHRASE",
        "ARCHIVE_CERTIFICATE_PASSWORD",
    ];

    /// <summary>Says where it is and whose it is: secrets do not belong in a log.</summary>
    public override string ToString() => Directory;

    /// <summary>The first setting that is not as in this process; null if all are.</summary>
    public string? SetOtherwise() => Environment.Keys
        .Where(name => name.StartsWith("ARCHIVE_", StringComparison.Ordinal) && !Secrets.Contains(name))
        .FirstOrDefault(name => Environment[name] != (System.Environment.GetEnvironmentVariable(name) ?? ""));
}
