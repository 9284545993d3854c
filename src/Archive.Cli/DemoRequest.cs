using System.Text.RegularExpressions;
using Archive.Evidence;
using Archive.Exports;
using Archive.People;
using Archive.Records;
using Archive.Requests;
using Archive.Requests.Woo;

namespace Archive.Cli;

/// <summary>
/// How the demonstration's two officers handle one request. What they judge stands here; that it is allowed, and what
/// it leads to, is the archive's own work.
/// </summary>
internal sealed partial class DemoRequest(Session session)
{
    private static readonly Lines Lines = new("Demo");

    private const string Subject = "Werkzaamheden en verkeer in de Kerkstraat, en wat inwoners daarover schreven";
    private const string Municipality = "gemeente@voorbeeldstad.example";
    private const string Privacy = "5.1.2e";

    private static readonly string[] Searches = ["kerkstraat", "after:2026-10-25"];

    private RequestDesk Desk => session.Get<RequestDesk>();

    /// <returns>The request and its set; who handled it, and with which password one can look around.</returns>
    public async Task<(RequestNumber Number, SealedExport Export, string Handler, string Password)> Run(
        Action<string> step, CancellationToken ct)
    {
        var (handler, privacy) = await Officers(ct);
        var (officer, second, password) = (handler.Officer, privacy.Officer, privacy.Password);
        var id = Ids.New();
        var today = session.Get<OfficeTime>().Today;
        step("RequestComesIn");
        Allowed(await Desk.Register(
            new(id, WooRequestKind.Word, "De Voorbeeldkrant, redactie binnenland", Subject, today.AddDays(-20)),
            officer,
            ct));
        foreach (var query in Searches)
        {
            if ((await session.Get<ScopeSearch>().Freeze(id, Ids.New(), query, ct))
                .IsRefused(out var refused, out var scope))
                throw Stopped(refused);
            Allowed(await Desk.Scope(scope, officer, ct));
        }

        var request = await Read(id, ct);
        Lines.Write("Registered", request.Number, request.DecideBy, request.Records.Count);

        step("OfficerAssesses");
        var versions = await session.Get<RecordVersions>()
            .Of([.. request.Records.Values.Select(r => r.Scoped.Version)], ct);
        var citizens = Citizens(versions.Values);
        foreach (var item in request.Records.Values)
            await Judge(id, item, versions[item.Scoped.Version], citizens, officer, ct);

        step("SecondApproves");
        Allowed(await Desk.Propose(new(id), officer, ct));
        request = await Read(id, ct);
        Allowed(await Desk.Approve(new(id, request.Proposed!.Proposal), second.Name, password, ct));
        request = await Read(id, ct);
        Allowed(await Desk.Decide(new(id, DecideRequest.OutcomeOf(request), today), officer, ct));

        step("SetIsMade");
        using var progress = new SealProgress();
        if ((await session.Get<SealExport>().Seal(id, officer, Language.Nl, progress, ct))
            .IsRefused(out var refusal, out var export))
            throw Stopped(refusal);
        progress.Done();
        return (request.Number, export!, officer.Name, handler.Password);
    }

    private async Task<((Officer Officer, string Password) Handler, (Officer Officer, string Password) Privacy)>
        Officers(CancellationToken ct)
    {
        var officers = session.Get<Officers>();
        var administrator = await Officer("Beheer", Role.Administrator, null);
        var handler = await Officer("Behandelaar De Boer", Role.RecordsOfficer, administrator.Officer);
        var privacy = await Officer("Privacyfunctionaris Aydin", Role.PrivacyOfficer, administrator.Officer);
        return (handler, privacy);

        async Task<(Officer Officer, string Password)> Officer(string name, Role role, Officer? by)
        {
            var password = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(12));
            Allowed(await officers.Add(new(Ids.New(), name, [role], password), by, ct));
            return (await officers.SignIn(name, password, ct)) is Outcome<Officer>.Done(var officer)
                ? (officer, password)
                : throw Lines.Fault("CannotSignIn", name);
        }
    }

    /// <summary>Names and handles of everyone but the municipality, as they may stand in anyone's text.</summary>
    private static List<string> Citizens(IEnumerable<RecordVersion> versions) =>
    [
        .. versions.Where(v => !IsMunicipality(v.Single("author-handle")))
            .SelectMany(v => new[] { v.Single("author-handle"), v.Single("author-name") })
            .Concat(versions.SelectMany(v => v.Members)
                .Where(m => m.Path.StartsWith("mention/", StringComparison.Ordinal))
                .Select(m => m.Value))
            .OfType<string>().Where(n => !IsMunicipality(n))
            .SelectMany(
                n => n.Contains('@', StringComparison.Ordinal)
                    ? new[] { n, "@" + n.TrimStart('@').Split('@')[0] }
                    : [n])
            .Distinct(),
    ];

    private async Task Judge(
        Guid id, RecordInScope item, RecordVersion version, List<string> citizens, Officer officer,
        CancellationToken ct)
    {
        if (NotPublic().IsMatch(version.Text))
        {
            Allowed(await Desk.Assess(
                new(
                    id,
                    item.Number,
                    Assessment.Withheld,
                    [Privacy],
                    "Gaat over een herkenbaar kind of bedreigt een ander."), officer, ct));
            return;
        }

        var passages = Private(version, citizens);
        foreach (var passage in passages)
            Allowed(await Desk.Redact(new(id, Ids.New(), item.Number, passage, [Privacy]), officer, ct));
        Allowed(await Desk.Assess(
            passages.Count == 0
                ? new(id, item.Number, Assessment.Disclosed, [])
                : new(
                    id,
                    item.Number,
                    Assessment.DisclosedInPart,
                    [],
                    "Wie als burger reageert hoeft niet met naam bekend te worden; wat is gezegd wel."),
            officer, ct));
    }

    private static List<Passage> Private(RecordVersion version, List<string> citizens)
    {
        var passages = new List<Passage>();
        if (!IsMunicipality(version.Single("author-handle")))
        {
            passages.Add(new(PassageKind.AuthorHandle));
            if (version.Single("author-name") is not null)
                passages.Add(new(PassageKind.AuthorName));
            // A licence plate or a face: what citizens photograph is not theirs alone to publish.
            passages.AddRange(version.Media.Select(m => Passage.Part(PassageKind.Medium, m.Index)));
        }

        foreach (var name in citizens)
            passages.AddRange([.. FindPassages.Mentions(version, name), .. FindPassages.Others(version, name)]);
        var reachable = Said(version).SelectMany(said => Reachable().Matches(said)).Select(m => m.Value);
        foreach (var words in citizens.Concat(reachable))
            passages.AddRange(FindPassages.Anywhere(version, words));
        var distinct = new List<Passage>();
        foreach (var passage in passages.Where(p => !distinct.Exists(d => d.Overlaps(p))))
            distinct.Add(passage);
        return distinct;
    }

    /// <summary>Its words, and what stands in the fields of a profile.</summary>
    private static IEnumerable<string> Said(RecordVersion version) => PassageMembers.Fields(version)
        .SelectMany(field => PassageMembers.Of(version, Passage.Part(PassageKind.FieldValue, field)))
        .Select(i => version.Members[i].Value).Prepend(version.Text);

    private async Task<RequestState> Read(Guid id, CancellationToken ct) =>
        await session.Get<RequestQueries>().Read(id, ct)
            ?? throw Lines.Fault("NoFacts", id);

    private static bool IsMunicipality(string? handle) =>
        string.Equals(handle?.TrimStart('@'), Municipality, StringComparison.OrdinalIgnoreCase);

    private static void Allowed(Outcome outcome)
    {
        if (outcome.IsRefused(out var refused))
            throw Stopped(refused);
    }

    private static FaultException Stopped(Refusal refused) => new(new Sentence(refused.In));

    /// <summary>Telephone numbers, e-mail addresses, the names people sign with, and the children they name.</summary>
    [GeneratedRegex(
        @"\b0[1-9][0-9]?[- ]?[0-9]{6,8}\b|[\w.+-]+@[\w-]+(\.[\w-]+)+|"
        + @"(?<=(Groet|Gr\.?|Mvg),? )\p{Lu}[\p{L}]+( (van|de|den|der))*( \p{Lu}[\p{L}]+)?|\bLotte en Bram\b")]
    private static partial Regex Reachable();

    /// <summary>A threat, and a child that its class at school makes known.</summary>
    [GeneratedRegex(@"\b(ik weet waar je woont|groep [1-8])\b", RegexOptions.IgnoreCase)]
    private static partial Regex NotPublic();
}
