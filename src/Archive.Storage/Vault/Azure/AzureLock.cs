namespace Archive.Storage.Vault.Azure;

/// <summary>The immutability policy that every new object gets.</summary>
/// <param name="Days">From the moment it is kept; at least 1.</param>
/// <param name="Locked">
/// A locked policy can be lengthened and never shortened or removed, by nobody. An unlocked one can, by whoever has the
/// right.
/// </param>
public sealed record AzureLock(int Days, bool Locked);
