using System.CommandLine;
using Archive.Evidence;
using Archive.People;

namespace Archive.Cli;

internal static class OfficerCommands
{
    private static readonly Lines Lines = new("Work");

    public static Command All()
    {
        var name = new Argument<string>("name");
        var roles = new Option<Role[]>("--role") { Required = true, AllowMultipleArgumentsPerToken = true };
        var by = new Option<string?>("--by");
        var add = new Command("add") { name, roles, by };
        add.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                Officer? administrator = null;
                if (parsed.GetValue(by) is { } who
                    && (await session.SignIn(who, token)).IsRefused(out var denied, out administrator))
                    return Session.Say(denied);
                var officer = parsed.GetRequiredValue(name);
                var password = Caller.Now.Secret("ARCHIVE_NEW_PASSWORD") is { Length: > 0 } given
                    ? given
                    : await Session.Password(Lines.Text("NewPassword", officer), token);
                return Session.Say(await session.Get<Officers>().Add(
                    new(Ids.New(), officer, parsed.GetRequiredValue(roles), password), administrator, token));
            },
            ct,
            serves: false,
            withKeys: false)); // a restore is asked for by an officer, and the accounts may be what was lost
        return new Command("officer") { add };
    }
}
