using System.CommandLine;
using Archive.Evidence;
using Archive.Health;
using Archive.Keys;
using Archive.People;
using Archive.Restore;
using Archive.Storage.Postgres;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Archive.Cli;

/// <summary>One command at work: the archive's parts, and the officer who works.</summary>
/// <param name="owned">What ends with the command; null if the archive runs on.</param>
internal sealed class Session(IServiceProvider services, ServiceProvider? owned) : IAsyncDisposable
{
    private static readonly Lines Lines = new("Session");

    public const int Done = 0;
    public const int Faulty = 1;
    public const int Refused = 2;

    public static Option<string> OfficerOption { get; } = new("--officer") { Required = true };

    /// <summary>The same where an operator may act too, see <see cref="Actor"/>.</summary>
    public static Option<string?> ActingOption { get; } = new("--officer");

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => owned?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>
    /// Runs a command against the archive that the environment names. A refusal ends in exit code 2, a fault or a
    /// missing setting in 1, each with a sentence.
    /// </summary>
    /// <param name="serves">
    /// Shows or makes something, so that it must not work on databases that were put back and not restored. False for
    /// what an operator needs just then.
    /// </param>
    /// <param name="withKeys">False for what must work while a key is lost, and uses none.</param>
    public static async Task<int> Run(
        Func<Session, CancellationToken, Task<int>> command,
        CancellationToken ct,
        IReadOnlyDictionary<string, string?>? changed = null,
        bool serves = true,
        bool withKeys = true)
    {
        try
        {
            await using var session = changed is null && Caller.Now.Archive is { } running
                ? new Session(running, owned: null)
                : await Open(changed ?? new Dictionary<string, string?>(), ct);
            if (withKeys)
                await session.OpenKeys(ct);
            await using var hold = serves ? await session.Get<StartCheck>().Begin(ct) : null;
            if (serves && await session.Get<ClockCheck>().Warns(ct) is { } clock)
                Lines.WriteError("Warning", clock);
            return await command(session, ct);
        }
        catch (ValidationException e)
        {
            foreach (var problem in e.Errors)
                await Caller.Now.Error.WriteLineAsync(problem.ErrorMessage);
            return Faulty;
        }
        catch (Exception e) when (e is FaultException or IOException or UnauthorizedAccessException)
        {
            return Say(e);
        }
        catch (Exception e) when (DatabaseTrouble.Of(e, Settings.Of([]).DatabaseDirectory) is { } trouble)
        {
            return Say(trouble);
        }
    }

    /// <summary>The same for the officer whom the command names, who signs in first.</summary>
    /// <inheritdoc cref="Run"/>
    public static Task<int> RunFor(
        ParseResult parsed,
        Func<Session, Officer, CancellationToken, Task<int>> command,
        CancellationToken ct,
        bool serves = true,
        bool withKeys = true) => Run(
        async (session, token) =>
            (await session.SignIn(parsed.GetRequiredValue(OfficerOption), token))
                .IsRefused(out var denied, out var officer)
                ? Say(denied)
                : await command(session, officer, token),
        ct,
        serves: serves,
        withKeys: withKeys);

    /// <summary>The archive's parts, for one command.</summary>
    private static async Task<Session> Open(IReadOnlyDictionary<string, string?> changed, CancellationToken ct)
    {
        var settings = Settings.Of([]).With(changed);
        var parts = new ServiceCollection().AddLogging(ToErrors)
            .AddTelemetry(settings, "archive-cli").AddArchive(settings);
        var services = parts.BuildServiceProvider();
        services.GetRequiredService<TelemetryExport>(); // sends what is measured from here on, and the last when done
        return new(services, services);
    }

    /// <summary>Alarms and other errors go where errors go; what a command does otherwise, it says itself.</summary>
    private static void ToErrors(ILoggingBuilder logging) => logging
        .SetMinimumLevel(LogLevel.Error)
        .AddConsoleFormatter<AlarmFormatter, ConsoleFormatterOptions>()
        .AddConsole(console =>
        {
            console.FormatterName = AlarmFormatter.Id;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });

    private async Task OpenKeys(CancellationToken ct)
    {
        if (owned is null)
            await Get<OpenedKeys>().LookAgain(ct);
        else
            await Get<OpenedKeys>().Open(ct);
        if (Get<OpenedKeys>().Certificate!.Warns(Get<TimeProvider>().GetUtcNow()) is { } warning)
            Lines.WriteError("Warning", warning);
    }

    /// <summary>
    /// Brings both databases up to date, where this user may (the owner's connection strings are set).
    /// </summary>
    public static async Task Migrate(CancellationToken ct)
    {
        foreach (var (variable, which) in new[]
                 {
                     ("ARCHIVE_FACTS_OWNER", Migrations.Facts), ("ARCHIVE_PERISHABLE_OWNER", Migrations.Perishable),
                 })
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } owner)
                await Migrations.Apply(owner, which, typeof(ArchiveServices).Assembly, ct);
        }
    }

    public static int Say(Refusal? refusal)
    {
        if (refusal is null)
            return Done;
        Lines.WriteError("Refused", refusal.In(Lines.Language), refusal.Basis.In(Lines.Language));
        return Refused;
    }

    public static int Say(Outcome outcome) => Say(outcome.Refusal);

    /// <summary>What is wrong, in words that say what to do.</summary>
    public static int Say(Sentence trouble)
    {
        Lines.WriteError("Fault", trouble);
        return Faulty;
    }

    /// <summary>What went wrong. The runtime tells of files in English, and names them between quotes.</summary>
    public static int Say(Exception e)
    {
        Lines.WriteError("Fault", e switch
        {
            FaultException fault => fault.In(Lines.Language),
            _ => Sentence.Of(e, e.Message.Split('\'') is [_, var path, ..] ? path : "").In(Lines.Language),
        });
        return Faulty;
    }

    /// <returns>Refused if name and password do not belong together, or too many were tried.</returns>
    public async Task<Outcome<Officer>> SignIn(string name, CancellationToken ct) =>
        await Get<Officers>().SignIn(name, await PasswordOf(name, ct), ct);

    /// <summary>Who acts where no account is needed: the officer who is named, and signs in, or the operator.</summary>
    public async Task<Outcome<Guid>> Actor(ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(ActingOption) is not { } name)
            return await Get<Operators>().Here(Caller.Now.Secret("SUDO_USER"), ct);
        return (await SignIn(name, ct)).IsRefused(out var denied, out var officer) ? denied : officer.Id;
    }

    /// <inheritdoc cref="Password"/>
    public static Task<string> PasswordOf(string name, CancellationToken ct) =>
        Password(Lines.Text("Password", name), ct);

    /// <summary>From the environment, or typed unseen. Never an argument: those can be read by other users.</summary>
    public static async Task<string> Password(
        string prompt, CancellationToken ct, string variable = "ARCHIVE_OFFICER_PASSWORD") =>
        Caller.Now.Secret(variable) is { Length: > 0 } given ? given : await Caller.Now.Ask(prompt, ct);
}
