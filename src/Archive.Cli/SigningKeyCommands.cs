using System.CommandLine;
using Archive.Keys;
using Archive.Keys.Certificates;

namespace Archive.Cli;

internal static class SigningKeyCommands
{
    private static readonly Lines Lines = new("Keys");

    /// <summary>What a reader holds a signature against.</summary>
    private enum Shown
    {
        Log,
        Export,
        Anchor,
        Root,
    }

    public static Command Show()
    {
        var role = new Argument<Shown>("role");
        var command = new Command("show") { role };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                foreach (var line in await Of(parsed.GetRequiredValue(role), session, token))
                    Lines.Print(line);
                if (parsed.GetRequiredValue(role) == Shown.Log)
                    await ShowHandOver(session, token);
                return Session.Done;
            },
            ct));
        return command;
    }

    private static async Task<IEnumerable<string>> Of(Shown role, Session session, CancellationToken ct) => role switch
    {
        Shown.Log => (await session.Get<SigningKeyDesk>().All(SigningRole.Log, ct)).Select(key => $"{key}"),
        Shown.Export => (await session.Get<SigningKeyDesk>().All(SigningRole.Export, ct)).Select(key => $"{key}"),
        Shown.Anchor => session.Get<ArchiveHome>().AnchorKeys() is var keys
            ? [.. keys.Old.Select(old => $"{old.Key}"), $"{keys.Current.Key}"]
            : [],
        Shown.Root => [Root(session)],
    };

    /// <summary>Of the certificate that signs documents.</summary>
    private static string Root(Session session)
    {
        using var certificate = SigningCertificate.Load(
            CertificateFolders.Current(session.Get<ArchiveHome>().KeysPath), session.Get<TimeProvider>());
        return certificate.RootPem.TrimEnd('\n');
    }

    /// <summary>`keys rotate log` and `keys rotate export`.</summary>
    public static Command Rotate(SigningRole which)
    {
        var command = new Command(which.ToString().ToLowerInvariant()) { Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                if ((await session.Get<SigningKeyDesk>().Rotate(which, officer, token))
                    .IsRefused(out var refused, out var key))
                    return Session.Say(refused);
                Lines.Write("InUse", key);
                Lines.Write("GiveKey");
                if (which == SigningRole.Log)
                    await ShowHandOver(session, token);
                return Session.Done;
            },
            ct));
        return command;
    }

    private static async Task ShowHandOver(Session session, CancellationToken ct)
    {
        foreach (var proof in await session.Get<SigningKeyDesk>().HandOver(ct))
            Lines.Write("ProofOfChange", proof);
    }
}
