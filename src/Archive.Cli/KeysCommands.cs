using System.CommandLine;
using Archive.Keys;
using Archive.Keys.Certificates;

namespace Archive.Cli;

internal static class KeysCommands
{
    public static Command All() => new("keys", "The archive's keys: which there are, changing them, back-up.")
    {
        List(),
        SigningKeyCommands.Show(),
        Rotate(),
        Retire(),
        KeyBackupCommands.Backup(),
        KeyBackupCommands.Restore(),
    };

    private static Command Rotate() => new("rotate", "Put a new key in the place of one in use.")
    {
        RotateWrapping(),
        RotateCertificate(),
        SigningKeyCommands.Rotate(SigningRole.Log),
        SigningKeyCommands.Rotate(SigningRole.Export),
    };

    private static Command List()
    {
        var command = new Command("list", "Which keys there are, what each is for, and what is lost with it.");
        command.SetAction((_, ct) => Session.Run(
            async (session, token) =>
            {
                foreach (var kind in (await session.Get<KeyList>().Read(token)).GroupBy(k => k.Kind))
                {
                    Console.WriteLine(
                        $"{kind.Key}: {KeyWords.For(kind.Key)}. Without it {KeyWords.LostWith(kind.Key)}");
                    foreach (var key in kind)
                        Console.WriteLine($"  {key.Id}\n    {key.File}\n    {key.Says}");
                }

                var lost = await session.Get<LostKeys>().Find(token);
                foreach (var key in lost)
                    Console.WriteLine($"LOST: {key}");
                return lost.Count == 0 ? Session.Done : Session.Faulty;
            },
            ct,
            serves: false,
            withKeys: false));
        return command;
    }

    private static Command RotateWrapping()
    {
        var command = new Command(
            "wrapping", "Make a new key-encryption key and seal every secret under it. An interrupted run is finished "
                + "by the next.")
        {
            Session.OfficerOption,
        };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if ((await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token))
                    .IsRefused(out var denied, out var officer))
                    return Session.Say(denied);
                var progress = new Progress<long>(count => Console.Error.WriteLine($"{count} secrets sealed anew"));
                if ((await session.Get<KeyDesk>().RotateWrapping(officer, progress, token))
                    .IsRefused(out var refused, out var rotated))
                    return Session.Say(refused);
                Console.WriteLine(
                    $"All {rotated.Secrets} secrets are under key {rotated.Key}, and each was opened.");
                Console.WriteLine("Make a back-up of the keys now: archive keys backup FILE");
                foreach (var before in rotated.Before)
                    Console.WriteLine($"No longer needed here: archive keys retire {before}");
                return Session.Done;
            },
            ct));
        return command;
    }

    private static Command RotateCertificate()
    {
        var pkcs12 = new Option<string?>("--pkcs12") {
            Description = "A .p12 or .pfx file with certificate, key and issuers." };
        var certificate = new Option<string?>("--certificate") {
            Description = "The certificate in PEM, with --key and --chain." };
        var key = new Option<string?>("--key") { Description = "Its private key in PEM." };
        var chain = new Option<string?>("--chain") {
            Description = "The issuers in PEM, nearest first, the root last." };
        var command = new Command(
            "certificate", "Sign exports with a new certificate. Its password is read from "
                + "ARCHIVE_CERTIFICATE_PASSWORD or asked for; empty for none.")
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
                result.AddError("Give either --pkcs12 (with --chain if the issuers are not in it), or --certificate, "
                    + "--key and --chain.");
        });
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if ((await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token))
                    .IsRefused(out var denied, out var officer))
                    return Session.Say(denied);
                var password = Session.Password("Password of the certificate: ", "ARCHIVE_CERTIFICATE_PASSWORD");
                var read = parsed.GetValue(pkcs12) is { } one
                    ? CertificateFiles.FromPkcs12(one, password, parsed.GetValue(chain))
                    : CertificateFiles.FromPem(
                        parsed.GetValue(certificate)!, parsed.GetValue(key)!, password.Length == 0
                            ? null
                            : password, parsed.GetValue(chain)!);
                if (read.IsRefused(out var unread, out var taken))
                    return Session.Say(unread);
                using var files = taken;
                if ((await session.Get<CertificateDesk>().Replace(files, officer, token))
                    .IsRefused(out var refused, out var folder))
                    return Session.Say(refused);
                Console.WriteLine($"Exports are signed with {files.Status.Subject} from now on (SHA-256 "
                    + $"{files.Status.Fingerprint}), until {files.Status.NotAfter:yyyy-MM-dd}.");
                Console.WriteLine(
                    $"It is in {folder}. Publish its root, and make a back-up of the keys: archive keys backup FILE");
                return Session.Done;
            },
            ct));
        return command;
    }

    private static Command Retire()
    {
        var id = new Argument<Guid>("id") { Description = "Of a key-encryption key, as `keys list` shows it." };
        var command = new Command("retire", "Take a key-encryption key out of use that nothing needs any more.") {
            id,
            Session.OfficerOption };
        command.SetAction((parsed, ct) => Session.Run(
            async (session, token) =>
            {
                if ((await session.SignIn(parsed.GetRequiredValue(Session.OfficerOption), token))
                    .IsRefused(out var denied, out var officer))
                    return Session.Say(denied);
                if ((await session.Get<KeyDesk>().Retire($"{parsed.GetRequiredValue(id)}", officer, token))
                    .IsRefused(out var refused, out var aside))
                    return Session.Say(refused);
                Console.WriteLine(
                    $"The file is now {aside}. Delete it when no back-up of the secrets from before is kept.");
                return Session.Done;
            },
            ct));
        return command;
    }
}
