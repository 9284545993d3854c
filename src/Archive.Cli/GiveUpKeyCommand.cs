using System.CommandLine;
using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Keys;

namespace Archive.Cli;

/// <summary>`keys give-up`: says what is lost with a key, and goes on without it only if told so.</summary>
internal static class GiveUpKeyCommand
{
    private static readonly Lines Lines = new("Keys");

    public static Command Make()
    {
        var kind = new Argument<KeyKind>("kind");
        var vkey = new Option<string?>("--vkey");
        var confirmed = new Option<bool>("--confirm");
        var command = new Command("give-up") { kind, vkey, confirmed, Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                var asked = parsed.GetRequiredValue(kind);
                var lost = (await session.Get<LostKeys>().Find(token)).Where(key => key.Kind == asked).ToList();
                foreach (var key in lost)
                    Lines.Write("Lost", key.Says);
                if (lost.Count > 0 && !parsed.GetValue(confirmed))
                {
                    Lines.Write("GiveUpAfter");
                    return Session.Refused;
                }

                var half = parsed.GetValue(vkey) is { } typed ? Read(typed) : null;
                if ((await session.Get<GiveUpKey>().Run(asked, half, officer, token))
                    .IsRefused(out var refused, out var given))
                    return Session.Say(refused);
                Lines.Write("GivenUp", given.Count, Lines.Text($"Kind.{asked}"));
                Lines.Write($"Next.{asked}");
                Lines.Write("BackUpNow");
                return Session.Done;
            },
            ct,
            serves: false,
            withKeys: false));
        return command;
    }

    private static NoteKey Read(string typed)
    {
        try
        {
            return NoteKey.Parse(typed);
        }
        catch (FormatException e)
        {
            throw Lines.Fault("NoVkey", typed, Sentence.Of(e));
        }
    }
}
