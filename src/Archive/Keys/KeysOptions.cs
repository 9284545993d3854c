using Archive.Evidence;
using FluentValidation;

namespace Archive.Keys;

/// <summary>What wraps the key files, if anything does.</summary>
public sealed record KeysOptions
{
    /// <summary>Null where the files hold the keys themselves.</summary>
    public AzureKeyVaultSettings? Store { get; init; }

    public static KeysOptions Read(Settings settings)
    {
        string? OrNull(string name) => settings.Text(name) is { Length: > 0 } value ? value : null;
        return OrNull("key-store") is not { } key
            ? new()
            : new()
            {
                Store = new(
                    Uri.TryCreate(key.TrimEnd('/'), UriKind.Absolute, out var url) ? url : new Uri("about:blank"),
                    OrNull("key-store-directory"), OrNull("key-store-client"), OrNull("key-store-secret")),
            };
    }

    /// <summary>Says which key: a secret does not belong in a log.</summary>
    public override string ToString() => $"{Store?.Key}";

    internal sealed class Rules : AbstractValidator<KeysOptions>
    {
        private static readonly Texts Texts = new("Archive.Keys.Resources.Settings", typeof(Rules).Assembly);

        public Rules(Language language) => When(o => o.Store is not null, () =>
        {
            RuleFor(o => o.Store!.Key)
                .Must(k => k.Scheme == Uri.UriSchemeHttps && k.Segments is ["/", "keys/", _] && k.Query.Length == 0)
                .WithMessage(Texts.In(language, "KeyStore"));
            RuleFor(o => o.Store!)
                .Must(k => (k.Directory is null) == (k.Client is null) && (k.Client is null) == (k.Secret is null))
                .WithMessage(Texts.In(language, "KeyStoreIdentity"));
        });
    }
}
