using System.CommandLine;
using Archive.People;
using Archive.Retention.Destruction;

namespace Archive.Cli;

/// <summary>
/// `destroy`: shows what would go, says at once if a rule forbids it, asks why, has the officer type the record's
/// number, asks the archivist's password, and only then destroys. A script gives the answers as options; where input
/// ends before they are given, nothing goes.
/// </summary>
internal static class DestroyCommand
{
    private const int MostCharacters = 200;

    private static readonly Lines Lines = new("Destruction");

    public static Command Make()
    {
        var record = new Argument<Guid>("record");
        var basis = new Option<DestructionBasis>("--basis") { Required = true };
        var reason = new Option<string?>("--reason");
        var confirm = new Option<string?>("--confirm");
        var approver = new Option<string>("--approved-by") { Required = true };
        var command = new Command("destroy") { record, basis, reason, confirm, Session.OfficerOption, approver };
        command.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                var desk = session.Get<DestructionDesk>();
                var ground = parsed.GetRequiredValue(basis);
                if ((await desk.Show(parsed.GetRequiredValue(record), officer, token))
                    .IsRefused(out var unknown, out var target))
                    return Session.Say(unknown);
                Write(target);
                if (desk.Bars(target, ground) is { } barred)
                    return Session.Say(barred);

                var why = parsed.GetValue(reason) ?? await Caller.Now.Ask(Lines.Text("Why"), token, seen: true);
                var typed = parsed.GetValue(confirm)
                    ?? await Caller.Now.Ask(Lines.Text("TypeNumber", target.Number), token, seen: true);
                var name = parsed.GetRequiredValue(approver);
                var password = Caller.Now.Secret("ARCHIVE_APPROVER_PASSWORD") is { Length: > 0 } given
                    ? given
                    : await Session.PasswordOf(name, token);
                if ((await session.Get<Officers>().SignIn(name, password, token))
                    .IsRefused(out var denied, out var second))
                    return Session.Say(denied);
                var outcome = await desk.Destroy(new(target.Record, ground, why, typed), officer, second, token);
                if (outcome.Refusal is not null)
                    return Session.Say(outcome);

                Lines.Write("Done", target.Record, target.Versions, target.Media);
                if (target is { Address: { } address, IsGone: false })
                    Lines.Write("OriginalStays", address);
                Lines.Write("Copies");
                NextStep.Say("verify");
                return Session.Done;
            },
            ct));
        return command;
    }

    private static void Write(DestructionTarget target)
    {
        Lines.Write(
            "Target", target.Record, Lines.Text($"Kind.{target.Kind}"), target.Handle, target.PostedAt, target.Versions,
            target.Media);
        var text = target.Text.ReplaceLineEndings(" ");
        Lines.Print($"      {(text.Length > MostCharacters ? $"{text[..MostCharacters]} …" : text)}");
        if (target.Address is { } address)
            Lines.Write(target.IsGone ? "OriginalGone" : "Original", address);
        foreach (var use in target.Uses)
            Lines.Write("Use", use.Says);
        if (target.Uses.Count == 0)
            Lines.Write("NoUse");
    }
}
