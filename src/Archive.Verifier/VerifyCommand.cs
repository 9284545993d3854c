using System.Text;
using Archive.Evidence.Verification;

namespace Archive.Verifier;

/// <summary>The `archive-verify` command: reads the trust file, verifies, reports.</summary>
public static class VerifyCommand
{
    /// <param name="trustPath">null: the reader trusts nobody yet.</param>
    /// <returns>The exit code, which is the verdict's number.</returns>
    public static int Run(string export, string? trustPath, bool dutch, TextWriter output)
    {
        Trust? trust;
        try
        {
            trust = trustPath is null ? null : Trust.Parse(File.ReadAllText(trustPath, new UTF8Encoding(false, true)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            output.WriteLine($"cannot read: {trustPath}: {e.Message}");
            return (int)Verdict.Unreadable;
        }

        var verification = ExportVerifier.Verify(export, trust);
        Report.Write(verification, trust is not null, dutch, output);
        return (int)verification.Verdict;
    }
}
