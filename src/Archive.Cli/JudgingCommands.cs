using System.CommandLine;
using Archive.Evidence;
using Archive.Records;
using Archive.Requests;
using Archive.Requests.Pictures;

namespace Archive.Cli;

/// <summary>Judging the documents of a request: `request assess`, `request redact` and `request picture`.</summary>
internal static class JudgingCommands
{
    private static readonly Lines Lines = new("Work");

    private static readonly Argument<int> Document = new("document");
    private static readonly Option<string[]> Ground = new("--ground") { AllowMultipleArgumentsPerToken = true };
    private static readonly Option<int?> Medium = new("--medium");

    public static Command Assess()
    {
        var assessment = new Argument<string>("assessment");
        var reasons = new Option<string?>("--reasons");
        var despiteAge = new Option<string?>("--despite-age");
        var link = new Option<string?>("--link");
        var duplicateOf = new Option<int?>("--duplicate-of");
        var command = new Command("assess")
        {
            RequestCommands.Number, Document, assessment, Ground, reasons, despiteAge, link, duplicateOf,
            Session.OfficerOption,
        };
        command.SetAction((parsed, ct) => RequestCommands.Act(parsed, async (session, id, officer, token) =>
        {
            if ((await RequestCommands.Request(session, id, token)).IsRefused(out var unknown, out var request))
                return unknown;
            var kind = request.Kind;
            if (kind.ReadAssessment(parsed.GetRequiredValue(assessment)) is not { } judged)
                return new Refusal(
                    "requests.no-assessment", Basis.OneReading, parsed.GetValue(assessment),
                    string.Join(", ", kind.Assessments.Select(v => kind.Label(v, Language.Nl))));
            var number = parsed.GetRequiredValue(Document);
            var outcome = await session.Get<RequestDesk>().Assess(
                new(
                    id,
                    number,
                    judged,
                    parsed.GetValue(Ground) ?? [],
                    parsed.GetValue(reasons),
                    parsed.GetValue(despiteAge),
                    parsed.GetValue(link),
                    parsed.GetValue(duplicateOf)),
                officer, token);
            if (outcome.Refusal is not null)
                return outcome;
            if ((await RequestCommands.Request(session, id, token)).IsRefused(out unknown, out request))
                return unknown;
            var grounds = request.Records[number].Assessed?.Grounds ?? [];
            Lines.Write(
                "Assessed",
                number,
                $"{kind.Label(judged, Lines.Language)} {string.Join(", ", grounds)}".TrimEnd(),
                request.Unassessed.Count());
            NextStep.Say(request, officer.Name);
            return Outcome.Done;
        }, ct));
        return command;
    }

    public static Command Redact()
    {
        var text = new Option<string?>("--text");
        var author = new Option<bool>("--author");
        var region = new Option<string[]>("--region") { AllowMultipleArgumentsPerToken = true };
        var described = new Option<bool>("--show-description");
        var mention = new Option<string?>("--mention");
        var quoted = new Option<bool>("--quoted");
        var preview = new Option<bool>("--preview");
        var command = new Command("redact")
        {
            RequestCommands.Number, Document, text, author, Medium, region, described, mention, quoted, preview, Ground,
            Session.OfficerOption,
        };
        command.SetAction((parsed, ct) => RequestCommands.Act(parsed, async (session, id, officer, token) =>
        {
            if ((await RequestCommands.Request(session, id, token)).IsRefused(out var unknown, out var request))
                return unknown;
            if (PassageChoice.ReadRegions(parsed.GetValue(region) ?? []).IsRefused(out var illegible, out var regions))
                return illegible;
            if ((regions.Count > 0 || parsed.GetValue(described)) && parsed.GetValue(Medium) is null)
                return new Refusal("requests.region-without-medium", Basis.OneReading);
            if (parsed.GetValue(described) && regions.Count == 0)
                return new Refusal("requests.regions-of-picture", Basis.Redacting, Passage.MostRegions);
            var number = parsed.GetRequiredValue(Document);
            if (!request.Records.TryGetValue(number, out var item))
                return new Refusal("requests.no-such-document", Basis.Judging, request.Number, number);
            if ((await session.Get<RecordVersions>().Of([item.Scoped.Version], token))
                .GetValueOrDefault(item.Scoped.Version) is not { } version)
                return new Refusal("requests.document-destroyed", Basis.Judging, request.Number, number);
            var chosen = FindPassages.Chosen(version, item.Scoped.Parts, new(
                parsed.GetValue(text), parsed.GetValue(author), parsed.GetValue(Medium), parsed.GetValue(mention),
                parsed.GetValue(quoted), parsed.GetValue(preview))
            {
                Regions = regions,
                ShowsDescription = parsed.GetValue(described),
            });
            var passages = FindPassages.NotYet(chosen, item.Redactions.Select(r => r.Passage));
            if (passages.Count == 0)
                return new Refusal(
                    chosen.Count == 0 ? "requests.nothing-to-redact" : "requests.all-redacted-before",
                    Basis.Redacting,
                    number);
            var outcome = await session.Get<RequestDesk>().Redact(
                id,
                [.. passages.Select(p => new RedactPassage(id, Ids.New(), number, p, parsed.GetValue(Ground) ?? []))],
                officer,
                token);
            if (outcome.Refusal is not null)
                return outcome;
            if ((await RequestCommands.Request(session, id, token)).IsRefused(out unknown, out request))
                return unknown;
            item = request.Records[number];
            Lines.Write("Redacted", passages.Count, number, item.Redactions.Count);
            foreach (var redaction in item.Redactions.TakeLast(passages.Count))
                RequestLines.Write(version, redaction);
            if (regions.Count > 0)
                Lines.Write(
                    "LookAtCopy", request.Number, number, parsed.GetValue(Medium), NextStep.Quoted(officer.Name));
            var likely = RequestLines.Likely(request, item);
            NextStep.Say($"request assess {likely} --officer {NextStep.Quoted(officer.Name)}");
            return Outcome.Done;
        }, ct));
        return command;
    }

    /// <summary>A picture in a file: as it was captured, or the copy that goes out.</summary>
    public static Command Picture()
    {
        var medium = new Option<int>("--medium") { Required = true };
        var redacted = new Option<bool>("--redacted");
        var to = new Option<string>("--to") { Required = true };
        var command = new Command("picture")
        {
            RequestCommands.Number, Document, medium, redacted, to, Session.OfficerOption,
        };
        command.SetAction((parsed, ct) => RequestCommands.Act(parsed, async (session, id, officer, token) =>
        {
            var path = Caller.Now.Path(parsed.GetRequiredValue(to));
            var outcome = await session.Get<RequestPictures>().Write(
                id, parsed.GetRequiredValue(Document), parsed.GetRequiredValue(medium), parsed.GetValue(redacted), path,
                officer, token);
            if (outcome.Refusal is null)
                Lines.Write("PictureWritten", path);
            return outcome;
        }, ct));
        return command;
    }
}
