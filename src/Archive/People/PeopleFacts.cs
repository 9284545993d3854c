namespace Archive.People;

// Streams: what happens to an account is in the officer's own stream; every look is a stream of its own, so that two
// officers looking at once never wait for each other. Who acted is in the headers of each fact (`officer`).

/// <summary>An account was made. Its name and password are in the perishable database, not here.</summary>
[FactName("people.officer-added/1")]
public sealed record OfficerAdded(Guid Officer, IReadOnlyList<Role> Roles) : IFact;

[FactName("people.password-changed/1")]
public sealed record PasswordChanged(Guid Officer) : IFact;

/// <summary>The account signs in no more. It is never removed: facts name it.</summary>
[FactName("people.officer-deactivated/1")]
public sealed record OfficerDeactivated(Guid Officer) : IFact;

/// <summary>Wrong passwords came in a row; until then not even the right one is taken.</summary>
/// <param name="Failures">Wrong passwords in a row, this one included.</param>
[FactName("people.sign-in-throttled/1")]
public sealed record SignInThrottled(Guid Officer, int Failures, DateTimeOffset Until) : IFact;

/// <summary>What an officer looked at.</summary>
public enum AccessKind
{
    Searched,
    RecordOpened,
    RequestOpened,
    RequestsListed,
    ExportMade,
    ExportOpened,

    /// <summary>The access log itself.</summary>
    LogRead,
    OfficersListed,
    SourcesListed,
}

/// <summary>An officer saw something (BIO2 8.15: who did what to which object, and when).</summary>
/// <param name="Count">How many records were shown, where that is more than the one named.</param>
[FactName("people.access-recorded/1")]
public sealed record AccessRecorded(AccessKind Kind, Guid? Request, Guid? Record, int? Count) : IFact;

/// <summary>What can be done at the console of the machine without an account.</summary>
public enum ConsoleAct
{
    SourceVisited,
    RecordsRebuilt,
    ArchiveVerified,
    LogPublished,
}

/// <summary>Somebody acted at the console: an operator, or an officer who signed in there.</summary>
/// <param name="Source">The source, where it was about one.</param>
[FactName("people.acted-at-console/1")]
public sealed record ActedAtConsole(ConsoleAct Act, Guid? Source) : IFact;
