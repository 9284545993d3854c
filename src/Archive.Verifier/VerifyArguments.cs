using System.CommandLine;
using Archive.Evidence;

namespace Archive.Verifier;

/// <summary>All that one can type after `archive-verify`.</summary>
public static class VerifyArguments
{
    /// <summary>A word it does not know is no failed export: it ends as everything that cannot be read.</summary>
    private const int Misunderstood = 3;

    private static readonly Texts Usage = new("Archive.Verifier.Resources.Usage", typeof(VerifyArguments).Assembly);

    public static Task<int> Run(string[] arguments, TextWriter output, TextWriter error)
    {
        var export = new Argument<string>("export");
        var trust = new Option<string?>("--trust");
        var dutch = new Option<bool>("--nl") { Arity = ArgumentArity.Zero };
        var language = arguments.Contains(dutch.Name) ? Language.Nl : Language.FromEnvironment();

        var command = new RootCommand { export, trust, dutch };
        command.SetAction(parsed => VerifyCommand.Run(
            parsed.GetRequiredValue(export), parsed.GetValue(trust), language, output));
        return new CommandLine("archive-verify", command, Usage)
            .Run(arguments, language, output, error, Misunderstood);
    }
}
