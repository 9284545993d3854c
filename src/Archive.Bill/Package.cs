namespace Archive.Bill;

/// <summary>A package of a lock file.</summary>
/// <param name="Purl">What names it everywhere: `pkg:nuget/Npgsql@10.0.0` (github.com/package-url/purl-spec).</param>
/// <param name="Licence">An SPDX expression, or the address that the package gives instead.</param>
/// <param name="Sha512">
/// Of the package as it was fetched; null where the lock file has none, as of npm packages for other machines.
/// </param>
/// <param name="LockedHash">
/// What NuGet's lock file holds a package to: SHA-512 of it without its signature, in base64.
/// </param>
/// <param name="IsShipped">Used when the product runs, not only while it is built.</param>
/// <param name="Needs">Purls of what it needs itself.</param>
/// <param name="Texts">Licence and notice files in the package.</param>
public sealed record Package(
    string Purl, string Name, string Version, string Licence, byte[]? Sha512, string? LockedHash, bool IsShipped,
    string? Copyright, string? Address, IReadOnlyList<string> Needs, IReadOnlyList<string> Texts);
