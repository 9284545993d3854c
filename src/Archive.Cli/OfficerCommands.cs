using System.CommandLine;
using Archive.Evidence;
using Archive.People;

namespace Archive.Cli;

internal static class OfficerCommands
{
    public static Command All()
    {
        var name = new Argument<string>("name") { Description = "How the officer signs in." };
        var roles = new Option<Role[]>("--role")
        {
            Description = $"One or more of {string.Join(", ", Enum.GetNames<Role>())}.", Required =
                true, AllowMultipleArgumentsPerToken = true,
        };
        var by = new Option<string?>("--by") {
            Description = "The administrator who makes the account; not needed for the first." };
        var add = new Command(
            "add",
            "Make an account. The new password is read from ARCHIVE_NEW_PASSWORD or asked for.") { name, roles, by };
        add.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                Officer? administrator = null;
                if (parsed.GetValue(by) is { } who
                    && (await session.SignIn(who, token)).IsRefused(out var denied, out administrator))
                    return Session.Say(denied);
                var officer = parsed.GetRequiredValue(name);
                var password = Environment.GetEnvironmentVariable("ARCHIVE_NEW_PASSWORD") is { Length: > 0 } given
                    ? given
                    : Session.Password($"New password of {officer}: ");
                return Session.Say(await session.Get<Officers>().Add(
                    new(Ids.New(), officer, parsed.GetRequiredValue(roles), password), administrator, token));
            },
            ct,
            serves: false,
            withKeys: false)); // a restore is asked for by an officer, and the accounts may be what was lost
        return new Command("officer", "Accounts of officers.") { add };
    }
}
