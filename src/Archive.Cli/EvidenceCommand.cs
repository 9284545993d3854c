using System.CommandLine;
using Archive.Integrity;
using Archive.People;
using Archive.Records;
using Archive.Requests;
using Archive.Storage.Vault;

namespace Archive.Cli;

/// <summary>
/// `evidence`: what proves each version of a record, with the digest of each answer it was read from, computed now and
/// kept nowhere.
/// </summary>
internal static class EvidenceCommand
{
    private static readonly Lines Lines = new("Evidence");

    public static Command Make()
    {
        var record = new Argument<Guid>("record");
        var command = new Command("evidence") { record, Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                if (RequestRights.ToSee(officer) is { } barred)
                    return Session.Say(barred);
                var asked = parsed.GetRequiredValue(record);
                await session.Get<LogCatchUp>().BringUpToDate(token);
                await session.Get<AccessLog>().Record(officer, AccessKind.RecordOpened, token, record: asked);
                var versions = await session.Get<RecordVersions>().OfRecords([asked], token);
                var again = await session.Get<RecordVersions>()
                    .SeenAgain([.. versions.Select(v => v.Pieces[0].Object)], token);
                foreach (var version in versions)
                {
                    Lines.Write(
                        "ProvenVersion", version.Ordinal, version.Of,
                        session.Get<OfficeTime>().Local(version.CapturedAt), version.Fact, version.Leaf, version.Root);
                    foreach (var name in version.Pieces.Select(p => p.Object).Distinct())
                        Write(await session.Get<AnswerDigests>().Of(name, token));
                    if (again.GetValueOrDefault(version.Pieces[0].Object) is { } seen && seen.Leaf > version.Leaf)
                        Lines.Write("SeenAgain", session.Get<OfficeTime>().Local(seen.At), seen.Fact, seen.Leaf);
                }

                if (versions.Count == 0)
                    Lines.Write("NothingToProve", asked);
                await MissingRecords.Say(session, token);
                return Session.Done;
            },
            ct));
        return command;
    }

    private static void Write(AnswerDigest answer)
    {
        Lines.Write("SealedObject", answer.Object);
        Lines.Print("    " + answer.Came switch
        {
            PlatformResponse asked => Lines.Text("CameAsked", asked.Method, asked.Ended, asked.Status),
            GivenFile given => Lines.Text("CameGiven", given.At, given.By),
            ReceivedPush { Signature.Verified: true } push => Lines.Text("CamePushedSigned", push.At),
            ReceivedPush push => Lines.Text("CamePushed", push.At),
            _ => Lines.Text("CameUnknown"),
        });
        if (answer.AsKept is not { } digest)
            Lines.Write("NoDigest", answer.Gone, answer.Pieces);
        else if (answer.Overwritten > 0 || answer.Came is null) // what was overwritten its exchange tells
            Lines.Write("DigestAsKept", digest, answer.Length, answer.Overwritten);
        else
            Lines.Write("DigestAsServed", digest, answer.Length);
    }
}
