using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Archive.Evidence;
using Archive.Verifier;

var export = new Argument<string>("EXPORT");
var trust = new Option<string?>("--trust");
var dutch = new Option<bool>("--nl") { DefaultValueFactory = _ => Language.FromEnvironment() == Language.Nl };
Language Asked(ParseResult arguments) => arguments.GetValue(dutch) ? Language.Nl : Language.En;

var command = new RootCommand { export, trust, dutch };
command.SetAction(arguments => VerifyCommand.Run(
    arguments.GetRequiredValue(export), arguments.GetValue(trust), Asked(arguments), Console.Out));
command.Options.OfType<HelpOption>().Single().Action = new Usage(Asked);

// A word it does not know is not a failed export: such mistakes end with 3, as everything that cannot be read.
var parsed = command.Parse(args);
if (parsed.Errors.Count == 0)
    return parsed.Invoke();
var language = parsed.Tokens.Any(t => t.Value == "--nl") ? Language.Nl : Language.FromEnvironment();
Console.Error.WriteLine(Report.Texts.In(language, "WrongArguments"));
Console.Error.WriteLine(Report.Texts.In(language, "Usage"));
return 3;

/// <summary>What `--help` prints. The library's own help is English only.</summary>
internal sealed class Usage(Func<ParseResult, Language> language) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(Report.Texts.In(language(parseResult), "Usage"));
        return 0;
    }
}
