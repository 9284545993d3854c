using System.Globalization;
using Archive.Evidence;
using Archive.Verifier;

namespace Archive.Tests.Evidence.Verification;

/// <summary>Runs the command as an outsider would and keeps what it says.</summary>
internal sealed record Checking(int Code, string Output)
{
    public string Verdict => Output.TrimEnd('\n').Split('\n')[^1];

    public static Checking Of(string export, string? trust = null, Language language = Language.En)
    {
        var file = trust is null ? null : Path.GetTempFileName();
        try
        {
            if (file is not null)
                File.WriteAllText(file, trust);
            using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            return new(VerifyCommand.Run(export, file, language, output), output.ToString());
        }
        finally
        {
            if (file is not null)
                File.Delete(file);
        }
    }
}
