using System.CommandLine;
using System.Globalization;
using Archive.Verifier;

var export = new Argument<string>("EXPORT") { Description = "The directory of an export, or its (first) zip." };
var trust = new Option<string?>("--trust")
{
    Description = "File with the keys (vkey lines) and root certificates (PEM) you trust, received by another way.",
    HelpName = "FILE",
};
var dutch = new Option<bool>("--nl")
{
    Description = "Report in Dutch; without it, in the language of your system.",
    DefaultValueFactory = _ => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "nl",
};

var command = new RootCommand(
    "Checks an export of an Archive, offline. Exit code 0: verified; 1: failed; 2: consistent, signer unknown; 3: cannot read.")
{
    export, trust, dutch,
};
command.SetAction(arguments => VerifyCommand.Run(
    arguments.GetRequiredValue(export), arguments.GetValue(trust), arguments.GetValue(dutch), Console.Out));

// A word it does not know is not a failed export: such mistakes end with 3, as everything that cannot be read.
var parsed = command.Parse(args);
return parsed.Errors.Count > 0 ? Math.Max(3, parsed.Invoke()) : parsed.Invoke();
