using Archive.Evidence;
using Archive.Storage.Vault;
using Archive.Storage.Vault.Azure;
using FluentValidation;

namespace Archive;

/// <summary>
/// Where objects are kept, from ARCHIVE_VAULT (a directory, or the address of a container of Azure Blob Storage),
/// ARCHIVE_VAULT_KEY or ARCHIVE_VAULT_KEY_FILE, ARCHIVE_VAULT_LOCK_DAYS, ARCHIVE_VAULT_LOCK (`unlocked` or `locked`)
/// and ARCHIVE_ALLOW_MUTABLE_STORAGE (`true`, for a test only).
/// </summary>
public sealed record VaultSettings
{
    /// <summary>A directory or an address; empty is `vault` in the home.</summary>
    public string At { get; init; } = "";

    /// <summary>Account key or shared access signature. Never shown, never logged.</summary>
    public string Key { get; init; } = "";

    /// <summary>
    /// How long new objects are under an immutability policy; 0 for none, 146,000 (400 years) at most.
    /// </summary>
    public int LockDays { get; init; }

    public string Lock { get; init; } = "unlocked";

    /// <summary>Storage is taken as it is, without a trial. Every export and every status page says so.</summary>
    public bool AllowMutable { get; init; }

    /// <summary>The archive's, for what is being sealed and for the default vault.</summary>
    public string Home { get; init; } = "";

    public bool IsAzure =>
        At.StartsWith("http://", StringComparison.Ordinal) || At.StartsWith("https://", StringComparison.Ordinal);

    /// <summary>The directory or the address.</summary>
    public string Place => At.Length == 0 ? Path.Combine(Home, "vault") : At;

    /// <summary>Says what a record's own text would: a key does not belong in a log.</summary>
    public override string ToString() => Place;

    /// <exception cref="IOException">The key file cannot be read.</exception>
    public static VaultSettings FromEnvironment()
    {
        static string Of(string name) => Environment.GetEnvironmentVariable(name) ?? "";
        var days = Of("ARCHIVE_VAULT_LOCK_DAYS");
        return new()
        {
            At = Of("ARCHIVE_VAULT"),
            Key = Of("ARCHIVE_VAULT_KEY_FILE") is { Length: > 0 } file
                ? File.ReadAllText(file).Trim()
                : Of("ARCHIVE_VAULT_KEY"),
            LockDays = days.Length == 0 ? 0 : int.TryParse(days, out var number) ? number : -1,
            Lock = Of("ARCHIVE_VAULT_LOCK") is { Length: > 0 } mode ? mode : "unlocked",
            AllowMutable = Of("ARCHIVE_ALLOW_MUTABLE_STORAGE") == "true",
        };
    }

    /// <exception cref="ValidationException">
    /// Something is missing or does not go together; the message names the variable.
    /// </exception>
    public VaultSettings Validated()
    {
        new Rules().ValidateAndThrow(this);
        return this;
    }

    public IVault Open(Tenant tenant, TimeProvider clock) => IsAzure
        ? new AzureVault(
            AzureContainer.Open(new Uri(At), Key), Path.Combine(Home, "vault", "tmp"), tenant,
            LockDays == 0 ? null : new(LockDays, Lock == "locked"), clock, tried: !AllowMutable)
        : new FileVault(Place, tenant);

    internal sealed class Rules : AbstractValidator<VaultSettings>
    {
        private const string AzureOnly =
            " Only Azure Blob Storage enforces a lock; leave it out for a directory, or set ARCHIVE_VAULT to a "
                + "container's address.";

        public Rules()
        {
            RuleFor(s => s.LockDays).InclusiveBetween(0, 146_000)
                .WithMessage("ARCHIVE_VAULT_LOCK_DAYS is a number of days, 0 to 146000.");
            RuleFor(s => s.Lock).Must(l => l is "unlocked" or "locked")
                .WithMessage("ARCHIVE_VAULT_LOCK is 'unlocked' or 'locked'.");
            RuleFor(s => s.LockDays).Equal(0).Unless(s => s.IsAzure)
                .WithMessage($"ARCHIVE_VAULT_LOCK_DAYS is set.{AzureOnly}");
            RuleFor(s => s.LockDays).Equal(0).When(s => s.AllowMutable)
                .WithMessage("ARCHIVE_ALLOW_MUTABLE_STORAGE takes storage that keeps no lock, so "
                    + "ARCHIVE_VAULT_LOCK_DAYS cannot be asked of it. Leave one of the two out.");
            When(s => s.IsAzure, () =>
            {
                RuleFor(s => s.At).Must(IsContainer).WithMessage(s => // what follows a question mark may be a signature
                    $"ARCHIVE_VAULT is '{s.At.Split('?')[0]}', which is no container: write "
                        + "https://ACCOUNT.blob.core.windows.net/CONTAINER, without "
                    + "anything after it. Only storage on this machine is reached by http.");
                RuleFor(s => s.Key).NotEmpty().WithMessage(
                    "ARCHIVE_VAULT is a container, and neither ARCHIVE_VAULT_KEY nor ARCHIVE_VAULT_KEY_FILE is set.");
                RuleFor(s => s.Key).Must(IsKey).When(s => s.Key.Length > 0)
                    .WithMessage("ARCHIVE_VAULT_KEY is neither an account key (base64) nor a shared access signature "
                        + "(with sig=).");
            });
        }

        private static bool IsContainer(string at) =>
            Uri.TryCreate(at, UriKind.Absolute, out var address)
            && address.Query.Length == 0 && address.UserInfo.Length == 0
            && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback)
            && address.AbsolutePath.Trim('/').Split('/').Length == (address.IsLoopback ? 2 : 1)
            && address.AbsolutePath.Trim('/').Length > 0;

        private static bool IsKey(string key) =>
            key.Contains("sig=", StringComparison.Ordinal)
                || Convert.TryFromBase64String(key, new byte[key.Length], out _);
    }
}
