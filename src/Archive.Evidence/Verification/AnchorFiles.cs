namespace Archive.Evidence.Verification;

/// <summary>Where the anchor's files are in an export; time-stamps count from 1.</summary>
public static class AnchorFiles
{
    public const string Proof = "evidence/log/anchor.tlog-proof";

    public static string Token(int number) => $"evidence/log/anchor-{number}.tst";

    /// <summary>
    /// Certificates between the signer's and the root's that did not come in the token, if there are any.
    /// </summary>
    public static string Between(int number) => $"evidence/log/anchor-{number}.pem";

    /// <param name="certificate">Place on the path of the one it is about, the signer's being 0.</param>
    public static string Revocation(int number, int certificate) => $"evidence/log/anchor-{number}-{certificate}.crl";

    public static string Root(int number) => $"keys/tsa-{number}.pem";
}
