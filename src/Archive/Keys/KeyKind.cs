namespace Archive.Keys;

/// <summary>What a key is for.</summary>
public enum KeyKind
{
    Wrapping,
    Suppression,
    Log,
    Export,
    Certificate,
}

/// <summary>What people are told of a key.</summary>
public static class KeyWords
{
    public static string For(KeyKind kind) => kind switch
    {
        KeyKind.Wrapping => "seals the secrets of all that is kept",
        KeyKind.Suppression => "recognises what was destroyed, so that it is not kept again",
        KeyKind.Log => "signs the checkpoints of the log",
        KeyKind.Export => "signs the manifests of exports",
        KeyKind.Certificate => "signs the PDF of exports",
    };

    /// <summary>What cannot be done any more without the key, and what still can.</summary>
    public static string LostWith(KeyKind kind) => kind switch
    {
        KeyKind.Wrapping =>
            "texts, pictures, papers and notes sealed under it stay sealed for ever. Facts, log and exports made "
                + "before still verify.",
        KeyKind.Suppression =>
            "what was destroyed is no longer recognised and would be kept again at the next visit. What is kept can "
                + "still be read.",
        KeyKind.Log =>
            "this log can never be signed again. Checkpoints and proofs made before still verify for who has the "
                + "public key.",
        KeyKind.Export =>
            "no export can be signed in this name. Exports made before still verify for who has the public key.",
        KeyKind.Certificate =>
            "no PDF can be signed with this certificate; a new one from the trust-service provider mends that. PDFs "
                + "signed before stay valid.",
    };
}
