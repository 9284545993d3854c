using System.CommandLine;
using System.Globalization;
using Archive.Capture;
using Archive.Capture.Visits;
using Archive.People;
using Archive.Records;
using Archive.Requests;
using Archive.Sources;

namespace Archive.Cli;

internal static class SourceCommands
{
    private static readonly Option<Uri?> Server = new("--server")
    {
        Description = "Where the platform's API answers, if that is not https://SERVER of the account.",
        CustomParser = parsed =>
        {
            if (Uri.TryCreate(parsed.Tokens[0].Value, UriKind.Absolute, out var server))
                return server;
            parsed.AddError($"'{parsed.Tokens[0].Value}' is no address; write it as https://server.example.");
            return null;
        },
    };

    private static readonly Argument<PlatformName> PlatformArgument = new("platform")
    {
        Description = "mastodon",
        CustomParser = parsed =>
        {
            if (!PlatformName.TryParse(parsed.Tokens[0].Value, out var platform))
                parsed.AddError($"'{parsed.Tokens[0].Value}' is no platform; write it as mastodon.");
            return platform;
        },
    };

    private static readonly Argument<string> Account = new("account") { Description = "@name@server" };

    public static Command Watch()
    {
        var command = new Command("watch", "Watch an account from now on; the worker visits it on schedule.")
        {
            PlatformArgument, Account, Server,
        };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if ((await Watch(session, parsed, token)).IsRefused(out var refused, out var source))
                    return Session.Say(refused);
                Console.WriteLine($"Watching {source.Handle}.");
                return Session.Done;
            },
            ct));
        return command;
    }

    public static Command Collect()
    {
        var command = new Command("collect", "Watch an account and visit it now.") {
            PlatformArgument,
            Account,
            Server };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if ((await Watch(session, parsed, token)).IsRefused(out var refused, out var source))
                    return Session.Say(refused);
                if (await session.Get<SourceVisits>().Visit(source, token) is not { } counts)
                    return Session.Say(new Refusal("sources.being-visited", Basis.OneAtATime));
                await session.Get<LogCatchUp>().BringUpToDate(token);
                Console.WriteLine(Counted(counts));
                return Session.Done;
            },
            ct));
        return command;
    }

    public static Command Search()
    {
        var query = new Argument<string>("query") {
            Description = "Words, \"phrases\", -word, @handle, #tag, from:, platform:, after:, before:" };
        var command = new Command("search", "Find records; what was looked at is recorded.") {
            query,
            Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if ((await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token))
                    .IsRefused(out var denied, out var officer))
                    return Session.Say(denied);
                if (RequestRights.ToSee(officer) is { } barred)
                    return Session.Say(barred);
                if (session.Get<RecordSearch>().Parse(parsed.GetRequiredValue(query))
                    .IsRefused(out var refused, out var asked))
                    return Session.Say(refused);
                var found = await session.Get<RecordSearch>().Find(asked, token);
                await session.Get<AccessLog>().Take(officer, AccessKind.Searched, token, count: found.Count);
                foreach (var version in await session.Get<RecordVersions>()
                    .OfRecords([.. found.Select(f => f.Record)], token))
                {
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{version.PostedAt:yyyy-MM-dd HH:mm}  {version.Record}  v{version.Ordinal}/{version.Of}  "
                            + $"{version.Single("author-handle")}"));
                    Console.WriteLine("    " + version.Text.ReplaceLineEndings(" "));
                }

                Console.WriteLine($"{found.Count} records.");
                return Session.Done;
            },
            ct));
        return command;
    }

    public static string Counted(VisitCounts counts) =>
        $"{counts.Exchanges} answers, {counts.Items} items: {counts.NewRecords} new records, {counts.NewVersions} "
            + "versions, "
        + $"{counts.Unchanged} unchanged, {counts.Disappeared} disappeared, {counts.Reappeared} reappeared, "
        + $"{counts.Gaps} gaps.";

    private static Task<Outcome<Source>> Watch(Session session, ParseResult parsed, CancellationToken ct) =>
        session.Get<SourceDesk>().Watch(
            new(
                parsed.GetRequiredValue(PlatformArgument),
                parsed.GetRequiredValue(Account),
                LegalBasis.OwnAccount,
                parsed.GetValue(Server)),
            officer: null, ct);
}
