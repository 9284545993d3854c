namespace Archive.Sources;

/// <summary>An account in the one form in which it is kept.</summary>
/// <param name="Handle">Two ways of typing the same account give the same handle.</param>
/// <param name="Server">Where the platform's API answers for it, unless the officer names another address.</param>
public sealed record AccountAddress(string Handle, Uri Server);

/// <summary>How the accounts of one platform are written. Every platform brings its own; Sources knows none.</summary>
public interface IHandleForm
{
    PlatformName Name { get; }

    /// <returns>The account, or why what was typed is none: `sources.no-account`, with an example.</returns>
    Outcome<AccountAddress> Parse(string typed);

    /// <summary>
    /// The server as handles name it, wherever its API answers; empty where a platform is one server. Mappers are given
    /// it, so it must not change for a handle that was watched once.
    /// </summary>
    /// <param name="handle">In the form that <see cref="Parse"/> gives.</param>
    string Domain(string handle);
}
