using Archive.Evidence;
using Archive.Storage.Vault;
using Archive.Storage.Vault.Azure;
using FluentValidation;

namespace Archive.Home;

/// <summary>
/// Where objects are kept, from ARCHIVE_VAULT (a directory, or the address of a container of Azure Blob Storage),
/// ARCHIVE_VAULT_KEY or ARCHIVE_VAULT_KEY_FILE, ARCHIVE_VAULT_LOCK_DAYS, ARCHIVE_VAULT_LOCK (`unlocked` or `locked`)
/// and ARCHIVE_ALLOW_MUTABLE_STORAGE (`true`, for a test only).
/// </summary>
public sealed record VaultOptions
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

    /// <summary>The file that the key was to be read from, if it could not be.</summary>
    public string UnreadKeyFile { get; init; } = "";

    public static VaultOptions Read(Settings settings)
    {
        var options = new VaultOptions
        {
            At = settings.Text("vault"),
            Key = settings.Text("vault-key"),
            LockDays = settings.Number("vault-lock-days", 0),
            Lock = settings.Text("vault-lock", "unlocked"),
            AllowMutable = settings.Text("allow-mutable-storage") == "true",
            Home = settings.Text("home"),
        };
        return settings.Text("vault-key-file") is { Length: > 0 } file ? options.WithKeyOf(file) : options;
    }

    /// <summary>With the key that is in a file.</summary>
    public VaultOptions WithKeyOf(string file)
    {
        try
        {
            return this with { Key = File.ReadAllText(file).Trim() };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return this with { UnreadKeyFile = file };
        }
    }

    /// <exception cref="ValidationException">
    /// Something is missing or does not go together; the message names the variable.
    /// </exception>
    public VaultOptions Validated(Language language)
    {
        new Rules(language).ValidateAndThrow(this);
        return this;
    }

    /// <summary>The archive's own vault.</summary>
    /// <exception cref="FaultException">
    /// The directory is not that of the vault: its disk is not mounted, say. Nothing is made in it.
    /// </exception>
    public IVault Open(ArchiveHome home, TimeProvider clock) => IsAzure
        ? OpenContainer(home.Tenant, clock)
        : new FileVault(Place, home.Tenant, new VaultMark(Home, home.Name));

    /// <summary>A vault that is copied from: whatever it is marked as.</summary>
    public IVault OpenSource(ArchiveHome home, TimeProvider clock) => IsAzure
        ? OpenContainer(home.Tenant, clock)
        : new FileVault(Place, home.Tenant);

    /// <summary>A vault that is copied to, so that it can take the place of the archive's own.</summary>
    /// <exception cref="FaultException">The directory is that of another vault.</exception>
    public IVault OpenTarget(ArchiveHome home, TimeProvider clock)
    {
        if (IsAzure)
            return OpenContainer(home.Tenant, clock);
        new VaultMark(Home, home.Name).Give(Path.GetFullPath(Place));
        return new FileVault(Place, home.Tenant);
    }

    private AzureVault OpenContainer(Tenant tenant, TimeProvider clock) => new(
        AzureContainer.Open(new Uri(At), Key), Path.Combine(Home, "vault", "tmp"), tenant,
        LockDays == 0 ? null : new(LockDays, Lock == "locked"), clock, tried: !AllowMutable);

    internal sealed class Rules : AbstractValidator<VaultOptions>
    {
        public Rules(Language language)
        {
            string Text(string key, params object?[] arguments) => HomeTexts.In(language, key, arguments);
            RuleFor(o => o.UnreadKeyFile).Empty().WithMessage(o => Text("KeyFile", o.UnreadKeyFile));
            RuleFor(o => o.LockDays).InclusiveBetween(0, 146_000).WithMessage(Text("LockDays"));
            RuleFor(o => o.Lock).Must(l => l is "unlocked" or "locked").WithMessage(Text("Lock"));
            RuleFor(o => o.LockDays).Equal(0).Unless(o => o.IsAzure).WithMessage(Text("LockOnDirectory"));
            RuleFor(o => o.LockDays).Equal(0).When(o => o.AllowMutable).WithMessage(Text("LockOnMutable"));
            When(o => o.IsAzure, () =>
            {
                // what follows a question mark may be a signature
                RuleFor(o => o.At).Must(IsContainer).WithMessage(o => Text("NoContainer", o.At.Split('?')[0]));
                RuleFor(o => o.Key).NotEmpty().Unless(o => o.UnreadKeyFile.Length > 0).WithMessage(Text("NoKey"));
                RuleFor(o => o.Key).Must(IsKey).When(o => o.Key.Length > 0).WithMessage(Text("WrongKey"));
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
