using System.CommandLine;
using Archive.Exports;

namespace Archive.Cli;

/// <summary>
/// `archive keys trust`: whom a reader of sets trusts. The file itself goes to standard output or to a new file, and
/// what it is for to standard error, so that what is redirected is the file alone.
/// </summary>
internal static class TrustCommand
{
    private static readonly Lines Lines = new("Keys");

    public static Command Make()
    {
        var to = new Option<string?>("--out");
        var command = new Command("trust") { to };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                var trust = session.Get<TrustFile>();
                if (parsed.GetValue(to) is { } typed)
                {
                    if ((await trust.Write(Caller.Now.Path(typed), token)).IsRefused(out var refused, out var file))
                        return Session.Say(refused);
                    Lines.WriteError("TrustWritten", file);
                }
                else
                {
                    foreach (var line in (await trust.Read(token)).TrimEnd('\n').Split('\n'))
                        Lines.Print(line);
                }

                Lines.WriteError("TrustIs");
                return Session.Done;
            },
            ct));
        return command;
    }
}
