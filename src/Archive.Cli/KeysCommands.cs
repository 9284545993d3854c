using System.CommandLine;
using Archive.Keys;
using Archive.Keys.Certificates;

namespace Archive.Cli;

internal static class KeysCommands
{
    private static readonly Lines Lines = new("Keys");

    public static Command All() => new("keys")
    {
        List(),
        SigningKeyCommands.Show(),
        TrustCommand.Make(),
        Rotate(),
        Retire(),
        KeyBackupCommands.Backup(),
        KeyBackupCommands.Restore(),
        GiveUpKeyCommand.Make(),
    };

    private static Command Rotate() => new("rotate")
    {
        RotateWrapping(),
        RotateCertificate(),
        SigningKeyCommands.Rotate(SigningRole.Log),
        SigningKeyCommands.Rotate(SigningRole.Export),
    };

    private static Command List()
    {
        var command = new Command("list");
        command.SetAction((_, ct) => Session.Run(
            async (session, token) =>
            {
                foreach (var kind in (await session.Get<KeyList>().Read(token)).GroupBy(k => k.Kind))
                {
                    var name = Lines.Text($"Kind.{kind.Key}");
                    Lines.Write("Kind", name, KeyWords.For(kind.Key), KeyWords.LostWith(kind.Key));
                    foreach (var key in kind)
                        Lines.Print($"  {key.Id}\n    {key.File}\n    {key.Says.In(Lines.Language)}");
                }

                var lost = await session.Get<LostKeys>().Find(token);
                foreach (var key in lost)
                    Lines.Write("Lost", key.Says);
                return lost.Count == 0 ? Session.Done : Session.Faulty;
            },
            ct,
            serves: false,
            withKeys: false));
        return command;
    }

    private static Command RotateWrapping()
    {
        var command = new Command("wrapping") { Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                var progress = new Progress<long>(count => Lines.WriteError("SealedAnew", count));
                if ((await session.Get<KeyDesk>().RotateWrapping(officer, progress, token))
                    .IsRefused(out var refused, out var rotated))
                    return Session.Say(refused);
                Lines.Write("AllUnder", rotated.Secrets, rotated.Key);
                Lines.Write("BackUpNow");
                foreach (var before in rotated.Before)
                    Lines.Write("NotNeeded", before);
                return Session.Done;
            },
            ct));
        return command;
    }

    private static Command RotateCertificate()
    {
        var pkcs12 = new Option<string?>("--pkcs12");
        var certificate = new Option<string?>("--certificate");
        var key = new Option<string?>("--key");
        var chain = new Option<string?>("--chain");
        var command = new Command("certificate")
        {
            pkcs12, certificate, key, chain, Session.OfficerOption,
        };
        command.Validators.Add(result =>
        {
            var (one, parts) = (result.GetValue(pkcs12), new[] {
                result.GetValue(certificate),
                result.GetValue(key),
                result.GetValue(chain) });
            if (one is null ? parts.Contains(null) : parts[0] is not null || parts[1] is not null)
                result.AddError("CertificateParts");
        });
        command.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                var password = await Session.Password(
                    Lines.Text("CertificatePassword"), token, "ARCHIVE_CERTIFICATE_PASSWORD");
                var read = Named(pkcs12) is { } one
                    ? CertificateFiles.FromPkcs12(one, password, Named(chain))
                    : CertificateFiles.FromPem(
                        Named(certificate)!, Named(key)!, password.Length == 0 ? null : password, Named(chain)!);
                if (read.IsRefused(out var unread, out var taken))
                    return Session.Say(unread);
                using var files = taken;
                if ((await session.Get<CertificateDesk>().Replace(files, officer, token))
                    .IsRefused(out var refused, out var folder))
                    return Session.Say(refused);
                Lines.Write("SignedWith", files.Status.Subject, files.Status.Fingerprint, files.Status.NotAfter);
                Lines.Write("CertificateIn", folder);
                return Session.Done;

                string? Named(Option<string?> file) =>
                    parsed.GetValue(file) is { } typed ? Caller.Now.Path(typed) : null;
            },
            ct));
        return command;
    }

    private static Command Retire()
    {
        var id = new Argument<Guid>("id");
        var command = new Command("retire") { id, Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.RunFor(
            parsed,
            async (session, officer, token) =>
            {
                if ((await session.Get<KeyDesk>().Retire($"{parsed.GetRequiredValue(id)}", officer, token))
                    .IsRefused(out var refused, out var aside))
                    return Session.Say(refused);
                Lines.Write("Retired", aside);
                return Session.Done;
            },
            ct));
        return command;
    }
}
