using System.Text;
using Archive.Evidence;
using Archive.Evidence.Verification;

namespace Archive.Verifier;

/// <summary>The `archive-verify` command: reads the trust file, verifies, reports.</summary>
public static class VerifyCommand
{
    /// <param name="trustPath">null: the reader trusts nobody yet.</param>
    /// <returns>The exit code, which is the verdict's number.</returns>
    public static int Run(string export, string? trustPath, Language language, TextWriter output)
    {
        Trust? trust;
        try
        {
            trust = trustPath is null ? null : Trust.Parse(File.ReadAllText(trustPath, new UTF8Encoding(false, true)));
        }
        catch (DecoderFallbackException)
        {
            return Unreadable(new("NotUtf8"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException
            or ArgumentException)
        {
            return Unreadable(Sentence.Of(e, trustPath!));
        }

        var verification = ExportVerifier.Verify(export, trust);
        new Report(language, trust is not null, output).Write(verification);
        return (int)verification.Verdict;

        int Unreadable(Sentence why)
        {
            output.WriteLine($"cannot read: {trustPath}: {why.In(language)}");
            return (int)Verdict.Unreadable;
        }
    }
}
