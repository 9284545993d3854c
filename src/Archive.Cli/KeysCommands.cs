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
        Rotate(),
        Retire(),
        KeyBackupCommands.Backup(),
        KeyBackupCommands.Restore(),
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
                    Lines.Write("Kind", kind.Key, KeyWords.For(kind.Key), KeyWords.LostWith(kind.Key));
                    foreach (var key in kind)
                        Console.WriteLine($"  {key.Id}\n    {key.File}\n    {key.Says}");
                }

                var lost = await session.Get<LostKeys>().Find(token);
                foreach (var key in lost)
                    Lines.Write("Lost", key);
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
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                var officer = await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token);
                var progress = new Progress<long>(count => Lines.WriteError("SealedAnew", count));
                var (refused, rotated) = await session.Get<KeyDesk>().RotateWrapping(officer, progress, token);
                if (rotated is not null)
                {
                    Lines.Write("AllUnder", rotated.Secrets, rotated.Key);
                    Lines.Write("BackUpNow");
                    foreach (var before in rotated.Before)
                        Lines.Write("NotNeeded", before);
                }

                return Session.Say(refused);
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
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                var officer = await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token);
                var password = Session.Password(Lines.Text("CertificatePassword"), "ARCHIVE_CERTIFICATE_PASSWORD");
                using var files = Read(() => parsed.GetValue(pkcs12) is { } one
                    ? CertificateFiles.FromPkcs12(one, password, parsed.GetValue(chain))
                    : CertificateFiles.FromPem(
                        parsed.GetValue(certificate)!, parsed.GetValue(key)!, password.Length == 0
                            ? null
                            : password, parsed.GetValue(chain)!));
                var (refused, folder) = await session.Get<CertificateDesk>().Replace(files, officer, token);
                if (folder is not null)
                {
                    Lines.Write("SignedWith", files.Status.Subject, files.Status.Fingerprint, files.Status.NotAfter);
                    Lines.Write("CertificateIn", folder);
                }

                return Session.Say(refused);
            },
            ct));
        return command;
    }

    private static Command Retire()
    {
        var id = new Argument<Guid>("id");
        var command = new Command("retire") { id, Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                var officer = await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token);
                var (refused, aside) = await session.Get<KeyDesk>()
                    .Retire($"{parsed.GetRequiredValue(id)}", officer, token);
                if (aside is not null)
                    Lines.Write("Retired", aside);
                return Session.Say(refused);
            },
            ct));
        return command;
    }

    private static CertificateFiles Read(Func<CertificateFiles> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new RefusedException(new(e.Message, "docs/decisions/0098"));
        }
    }
}
