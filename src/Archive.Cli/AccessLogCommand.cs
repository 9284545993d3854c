using System.CommandLine;
using System.Globalization;
using Archive.People;
using Archive.Requests;

namespace Archive.Cli;

/// <summary>Which officer saw what, and when (BIO2 8.15).</summary>
internal static class AccessLogCommand
{
    private static readonly Lines Lines = new("Work");

    public static Command Make()
    {
        var last = new Option<int>("--last") { DefaultValueFactory = _ => 50 };
        var command = new Command("access-log") { last, Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                if ((await session.Get<AccessLog>().Read(officer, Math.Max(parsed.GetValue(last), 1), token))
                    .IsRefused(out var refused, out var accesses))
                    return Session.Say(refused);
                var names = await session.Get<Officers>().Names(token);
                var numbers = (await session.Get<RequestRegister>().All(token))
                    .ToDictionary(r => r.Request, r => $"{r.Number}");
                var office = session.Get<OfficeTime>();
                foreach (var (at, who, access) in accesses)
                {
                    var name = who is { } id ? names.GetValueOrDefault(id, $"{id}") : "-";
                    var what = Lines.Text(
                        $"Access.{access.Kind}",
                        access.Request is { } request ? numbers.GetValueOrDefault(request, $"{request}") : null,
                        access.Record,
                        access.Count);
                    Lines.Print(string.Create(
                        CultureInfo.InvariantCulture, $"{office.Local(at):yyyy-MM-dd HH:mm:ss}  {name}: {what}"));
                }

                Lines.Write("Accesses", accesses.Count);
                return Session.Done;
            },
            ct));
        return command;
    }
}
