using Archive.Evidence;

namespace Archive.Cli;

/// <summary>
/// Who typed a command: where its answer goes, in which language, what file names begin at, and who types a password.
/// For a command that a resident archive runs that is a process elsewhere (docs/decisions/0140).
/// </summary>
internal abstract class Caller
{
    /// <summary>Flows with the work of one command, so that two at once never answer each other's caller.</summary>
    private static readonly AsyncLocal<Caller?> Current = new();

    private static readonly Caller Here = new ConsoleCaller();

    /// <summary>Of the command at work; where none was told, the terminal of this process.</summary>
    public static Caller Now => Current.Value ?? Here;

    public abstract Language Language { get; }

    /// <summary>Shows what would command a terminal, whoever wrote it; so does <see cref="Error"/>.</summary>
    public abstract TextWriter Output { get; }

    public abstract TextWriter Error { get; }

    /// <summary>For a bar of progress, which moves the cursor itself. Never for a text that is not ours.</summary>
    public virtual TextWriter RawError => Error;

    /// <summary>Errors and progress are read by nobody now: they go to a file or another program.</summary>
    public abstract bool ErrorIsRedirected { get; }

    /// <summary>The parts of an archive that runs already; null where a command has to open them itself.</summary>
    public virtual IServiceProvider? Archive => null;

    /// <summary>From here to the end of the calling method and all it awaits.</summary>
    public static void Is(Caller caller) => Current.Value = caller;

    /// <summary>A file name as the caller means it.</summary>
    public abstract string Path(string typed);

    /// <summary>A password that the caller's environment holds, where nobody can be asked; or who typed sudo.</summary>
    public abstract string? Secret(string variable);

    /// <summary>What is typed after the prompt, or the next line of input that is no terminal; "" at its end.</summary>
    /// <param name="seen">It is no secret: who types it sees it.</param>
    public abstract Task<string> Ask(string prompt, CancellationToken ct, bool seen = false);

    private sealed class ConsoleCaller : Caller
    {
        public override Language Language { get; } = Language.FromEnvironment();

        public override TextWriter Output => Console.Out;

        public override TextWriter Error => Console.Error;

        public override TextWriter RawError => VisibleWriter.RawError;

        public override bool ErrorIsRedirected => Console.IsErrorRedirected;

        public override string Path(string typed) => System.IO.Path.GetFullPath(typed);

        public override string? Secret(string variable) => Environment.GetEnvironmentVariable(variable);

        public override Task<string> Ask(string prompt, CancellationToken ct, bool seen = false) =>
            Task.FromResult(seen ? Typed.Seen(prompt) : Typed.Unseen(prompt));
    }
}
