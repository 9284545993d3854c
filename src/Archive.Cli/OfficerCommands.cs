using System.CommandLine;
using Archive.Evidence;
using Archive.People;

namespace Archive.Cli;

internal static class OfficerCommands
{
    private static readonly Lines Lines = new("Work");

    public static Command All() => new("officer") { Add(), List() };

    private static Command Add()
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
                var chosen = parsed.GetRequiredValue(roles);
                var outcome = await session.Get<Officers>().Add(
                    new(Ids.New(), officer, chosen, password), administrator, token);
                if (outcome.Refusal is not null)
                    return Session.Say(outcome);
                Lines.Write("OfficerAdded", officer, RoleLabels.Of(chosen));
                var (colleague, maker) = (Lines.Text("Name"), NextStep.Quoted(administrator?.Name ?? officer));
                NextStep.Say($"officer add {colleague} --role {Role.RecordsOfficer} --by {maker}");
                return Session.Done;
            },
            ct,
            serves: false,
            withKeys: false)); // a restore is asked for by an officer, and the accounts may be what was lost
        return add;
    }

    private static Command List()
    {
        var list = new Command("list") { Session.OfficerOption };
        list.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                var all = await session.Get<Officers>().All(token);
                await session.Get<AccessLog>().Record(officer, AccessKind.OfficersListed, token, count: all.Count);
                foreach (var (one, active) in all)
                    Lines.Write(active ? "Officer" : "OfficerClosed", one.Name, RoleLabels.Of(one.Roles));
                Lines.Write("Officers", all.Count);
                return Session.Done;
            },
            ct));
        return list;
    }
}
