using System.CommandLine;
using System.Globalization;
using Archive.Capture;
using Archive.Capture.Visits;
using Archive.Evidence;
using Archive.Exports.Pages;
using Archive.People;
using Archive.Records;
using Archive.Requests;
using Archive.Sources;

namespace Archive.Cli;

internal static class SourceCommands
{
    private static readonly Lines Lines = new("Work");

    private static readonly Option<Uri?> Server = new("--server")
    {
        CustomParser = parsed =>
        {
            if (Uri.TryCreate(parsed.Tokens[0].Value, UriKind.Absolute, out var server))
                return server;
            parsed.AddError(nameof(Uri));
            return null;
        },
    };

    private static readonly Argument<PlatformName> PlatformArgument = new("platform")
    {
        CustomParser = parsed =>
        {
            if (!PlatformName.TryParse(parsed.Tokens[0].Value, out var platform))
                parsed.AddError(nameof(PlatformName));
            return platform;
        },
    };

    private static readonly Argument<string> Account = new("account");

    public static Command All() => new("source") { List() };

    public static Command Watch()
    {
        var command = new Command("watch") { PlatformArgument, Account, Server, Session.ActingOption };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if ((await session.Actor(parsed, token)).IsRefused(out var denied, out var who))
                    return Session.Say(denied);
                if ((await Watch(session, parsed, who, token)).IsRefused(out var refused, out var source))
                    return Session.Say(refused);
                Lines.Write("Watching", source.Handle, session.Get<CaptureOptions>().VisitEvery);
                NextStep.Say($"collect {source.Platform} {source.Handle}");
                return Session.Done;
            },
            ct));
        return command;
    }

    public static Command Collect()
    {
        var command = new Command("collect") { PlatformArgument, Account, Server, Session.ActingOption };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if ((await session.Actor(parsed, token)).IsRefused(out var denied, out var who))
                    return Session.Say(denied);
                if ((await Watch(session, parsed, who, token)).IsRefused(out var refused, out var source))
                    return Session.Say(refused);
                await session.Get<Operators>().Record(who, ConsoleAct.SourceVisited, token, source.Id);
                if (await session.Get<SourceVisits>().Visit(source, token) is not { } counts)
                    return Session.Say(new Refusal("sources.being-visited", Basis.OneAtATime));
                await session.Get<LogCatchUp>().BringUpToDate(token);
                Lines.Print(Counted(counts));
                NextStep.Say($"search {NextStep.Quoted($"from:{source.Handle}")} --officer {Lines.Text("Name")}");
                return Session.Done;
            },
            ct));
        return command;
    }

    public static Command Search()
    {
        var query = new Argument<string>("query");
        var command = new Command("search") { query, Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                if (RequestRights.ToSee(officer) is { } barred)
                    return Session.Say(barred);
                if (session.Get<RecordSearch>().Parse(parsed.GetRequiredValue(query))
                    .IsRefused(out var refused, out var asked))
                    return Session.Say(refused);
                var found = await session.Get<RecordSearch>().Find(asked, token);
                await session.Get<AccessLog>().Record(officer, AccessKind.Searched, token, count: found.Count);
                foreach (var version in await session.Get<RecordVersions>()
                    .OfRecords([.. found.Select(f => f.Record)], token))
                {
                    Lines.Print(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{version.PostedAt:yyyy-MM-dd HH:mm}  {version.Record}  v{version.Ordinal}/{version.Of}  "
                            + $"{VisibleText.Line(version.Single("author-handle") ?? "")}  "
                            + $"{ExportLabels.Kind(version.Kind, Lines.Language).ToLowerInvariant()}"));
                    Lines.Print("    " + version.Text.ReplaceLineEndings(" "));
                }

                Lines.Write("FoundRecords", found.Count);
                await MissingRecords.Say(session, token);
                return Session.Done;
            },
            ct));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list") { Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                var watched = await session.Get<SourceDesk>().Watched(token);
                await session.Get<AccessLog>().Record(officer, AccessKind.SourcesListed, token, count: watched.Count);
                var office = session.Get<OfficeTime>();
                foreach (var (source, at) in watched)
                    Lines.Write("Source", source.Platform, source.Handle, source.Server, office.Local(at));
                Lines.Write("Sources", watched.Count);
                return Session.Done;
            },
            ct));
        return command;
    }

    public static string Counted(VisitCounts counts) =>
        Lines.Text(
            "Counted", counts.Exchanges, counts.Items, counts.NewRecords, counts.NewVersions, counts.Unchanged,
            counts.Disappeared, counts.Reappeared, counts.Gaps);

    private static Task<Outcome<Source>> Watch(
        Session session, ParseResult parsed, Guid who, CancellationToken ct) =>
        session.Get<SourceDesk>().Watch(
            new(
                parsed.GetRequiredValue(PlatformArgument),
                parsed.GetRequiredValue(Account),
                LegalBasis.OwnAccount,
                parsed.GetValue(Server)),
            who, ct);
}
