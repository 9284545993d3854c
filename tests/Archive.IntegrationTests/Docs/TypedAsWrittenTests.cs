using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Archive.Keys;
using Archive.Replay;
using Archive.Replay.Sample;
using Archive.Tests.Docs;
using Xunit.Abstractions;

namespace Archive.IntegrationTests.Docs;

/// <summary>
/// Every command that the pages tell to type is typed, as written, one after another, in one fresh home. What only
/// stands for something is filled in from one table; the few that cannot be typed here are in another, with why.
/// </summary>
public sealed partial class TypedAsWrittenTests(ITestOutputHelper output)
{
    private const string Tests = "runs tests: this is one";
    private const string Machine = "makes a whole Debian as root, over the network";
    private const string Azure = "needs storage of Azure; ArchiveOnAzureTests runs the same against an emulator";
    private const string Lost = "needs a key that is lost; GiveUpKeyTests lose one of each kind";
    private const string Marten = "needs the Marten package";

    /// <summary>What is not typed, and why.</summary>
    private static readonly Dictionary<string, string> NotTyped = new()
    {
        ["./archive demo"] = "DemoExport runs it, and three tests look at what came of it",
        ["./archive keys give-up Anchor --officer Beheer"] = Lost,
        ["./archive keys give-up Anchor --confirm --officer Beheer"] = Lost,
        ["./archive up --demo"] = "shows what a demo made, and none is made here",
        ["./archive test"] = Tests,
        ["./archive test --unit"] = Tests,
        ["./archive test --faults"] = Tests,
        ["./archive test --filter 'FullyQualifiedName~Log'"] = Tests,
        ["./archive test --filter 'FullyQualifiedName~TypedAsWritten'"] = Tests,
        ["./archive benchmark"] = "measures for minutes",
        ["./archive benchmark [--big] [--versions N] [--documents N] [--keep DIRECTORY] "
            + "[content|mapping|visit|projection|verify-texts|growth|export]..."] =
            "measures for minutes",
        ["sudo .ci/clean-debian ./archive demo"] = Machine,
        ["sudo .ci/clean-debian ./archive test"] = Machine,
        ["sudo rm -r --one-file-system /tmp/clean-debian"] = Machine,
        ["./archive vault copy --from .archive/vault --to https://ACCOUNT.blob.core.windows.net/CONTAINER "
            + "--to-key-file KEY"] = Azure,
        ["./archive vault copy --from https://… --to /mnt/archive/vault"] = Azure,
        ["./archive test --filter 'FullyQualifiedName~MartenTests'"] = Tests,
        ["dotnet build src/Archive.Cli -c Release -p:EventStore=Marten"] = Marten,
        ["archive-cli marten prepare"] = Marten,
    };

    /// <summary>What goes on until it is stopped, and what it says when it is ready.</summary>
    private static readonly Dictionary<string, string> GoOn = new()
    {
        ["./archive up"] = "The archive is up",
        ["./archive up [--demo]"] = "The archive is up",
        ["./archive database"] = "PostgreSQL is up",
        ["./archive database &"] = "PostgreSQL is up",
        ["./archive witness --state /var/lib/archive-witness --listen 127.0.0.1:5090 --log "
            + "'archive.voorbeeldstad.nl/log/voorbeeldstad+…'"] = "listens on ",
    };

    /// <summary>What a command asks, that no variable answers.</summary>
    private static readonly Dictionary<string, Func<Filled, string>> Answers = new()
    {
        ["./archive destroy "] = filled => $"De schrijver vroeg het.\n{filled["RECORD"][..8]}\n",
    };

    [Fact]
    [Trait("Category", "Long")]
    public async Task Every_command_of_the_pages_does_what_it_is_for()
    {
        var platform = new SamplePlatform();
        await using var server = await ReplayServer.Start(platform);
        await using var shell = Shell.Open(DocumentedCommands.Root, Environment(server));
        var filled = new Filled(shell);
        var watch = Stopwatch.StartNew();
        var typed = new HashSet<string>();

        await Prepared(shell, $"./archive watch mastodon @gemeente@voorbeeldstad.example --server {server.Address}");
        foreach (var command in DocumentedCommands.All.Where(c => !c.InProse || !IsPartOfAnother(c)))
        {
            if (NotTyped.ContainsKey(command.Text) || !typed.Add(command.Text))
                continue;
            await Before(shell, filled, command.Text);
            var began = watch.Elapsed;
            var (code, said) = GoOn.TryGetValue(command.Text, out var ready)
                ? (0, await shell.TypeAndLeave(filled.In(command.Text), ready))
                : await shell.Type(filled.In(command.Text), Answer(filled, command.Text));
            output.WriteLine($"{(watch.Elapsed - began).TotalSeconds,6:0.0} s  {command.Text}");
            Assert.True(code == 0, $"{command.Page}: {filled.In(command.Text)}\nends with {code}:\n{said}");
            Assert.True(said.Length > 0 || !SaysSomething(command.Text), $"{command.Text} says nothing.");
            Assert.DoesNotContain("Response file", said, StringComparison.Ordinal);
            filled.Learn(command.Text, said);
        }

        Assert.True(typed.Count > 40, $"Only {typed.Count} commands were found.");
    }

    [Fact]
    public void What_is_not_typed_is_on_a_page_and_so_is_what_goes_on() => Assert.All(
        NotTyped.Keys.Concat(GoOn.Keys), text => Assert.Contains(DocumentedCommands.All, c => c.Text == text));

    private static IEnumerable<(string, string)> Environment(ReplayServer server) =>
    [
        ("LC_ALL", "C.UTF-8"), // English
        ("ARCHIVE_ALLOWED_LOOPBACK", server.Address.Authority),
        ("ARCHIVE_OFFICER_PASSWORD", ArchiveUnderTest.Password),
        ("ARCHIVE_NEW_PASSWORD", ArchiveUnderTest.Password),
        ("ARCHIVE_APPROVER_PASSWORD", ArchiveUnderTest.Password),
        ("ARCHIVE_KEYS_PASSPHRASE", "een lange zin die niemand raadt"),
        ("ARCHIVE_CERTIFICATE_PASSWORD", Filled.CertificatePassword),
    ];

    /// <summary>What has to be there, and the page takes for granted.</summary>
    private static async Task Before(Shell shell, Filled filled, string command)
    {
        if (command.StartsWith("./archive keys rotate certificate", StringComparison.Ordinal))
            await filled.MakeCertificate();
        if (command.StartsWith("./archive witness", StringComparison.Ordinal))
            filled.Learn("./archive keys show log", (await shell.Type("./archive keys show log")).Output);
        if (command.StartsWith("./archive keys restore", StringComparison.Ordinal))
            await Prepared(shell, "mv .archive/keys .archive/keys.lost");
        // Said where nobody serves the archive.
        if (command.StartsWith("./archive restore --reason RE", StringComparison.Ordinal))
            await Prepared(shell, "./archive stop");
    }

    private static async Task Prepared(Shell shell, string command)
    {
        var (code, said) = await shell.Type(command);
        Assert.True(code == 0, $"{command}\n{said}");
    }

    /// <summary>In prose a command may be named by its first words, where it stands whole elsewhere.</summary>
    private static bool IsPartOfAnother(DocumentedCommands.Command named) => DocumentedCommands.All.Any(
        c => !c.InProse && (c.Text == named.Text || c.Text.StartsWith(named.Text + " ", StringComparison.Ordinal)));

    /// <summary>All but the one that finds nothing missing.</summary>
    private static bool SaysSomething(string command) =>
        command.StartsWith("./archive", StringComparison.Ordinal)
        && !command.StartsWith("./archive install", StringComparison.Ordinal);

    private static string Answer(Filled filled, string command) =>
        Answers.FirstOrDefault(a => command.StartsWith(a.Key, StringComparison.Ordinal)).Value?.Invoke(filled) ?? "";

    /// <summary>What stands for something, and what it stands for here.</summary>
    private sealed partial class Filled(Shell shell)
    {
        public const string CertificatePassword = "zegel";

        private readonly Dictionary<string, string> values = new()
        {
            ["install [test]"] = "install",
            ["up [--demo]"] = "up",
            ["@account@server"] = "@gemeente@voorbeeldstad.example",
            ["2026-12-10"] = Today, // decided on the day of the approval
            ["/var/lib/archive-witness"] = $"{shell.Directory}/witness",
            ["/media/safe/"] = $"{shell.Directory}/",
            ["127.0.0.1:5090"] = "127.0.0.1:0",
            ["keys backup … "] = "keys backup keys-2.age ",
            ["log publish DIR"] = "log publish published",
            ["--reason REASON"] = "--reason Exercise",
            ["--reason REDEN"] = "--reason Exercise",
            ["--officer NAME"] = "--officer Beheer",
            ["--officer NAAM"] = "--officer Beheer",
            ["--pkcs12 FILE"] = "--pkcs12 seal.p12",
            ["--pkcs12 BESTAND"] = "--pkcs12 seal.p12",
        };

        private static string Today =>
            new OfficeTime(TimeProvider.System).Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        public string this[string name] => values[name];

        /// <summary>The longest first, and nothing in what was put in.</summary>
        public string In(string command) => Regex.Replace(
            command,
            string.Join('|', values.Keys.OrderByDescending(name => name.Length).Select(Regex.Escape)),
            found => values[found.Value]);

        /// <summary>What a later command needs of what an earlier one said.</summary>
        public void Learn(string command, string said)
        {
            void Keep(string name, Regex found)
            {
                if (found.Match(said) is { Success: true } match)
                    values[name] = match.Groups["value"].Value;
            }

            if (command.StartsWith("./archive search", StringComparison.Ordinal))
                Keep("RECORD", Record());
            if (command.StartsWith("./archive request export", StringComparison.Ordinal))
            {
                Keep("SET.zip", Zip());
                values["KEYS.txt"] = WriteTrust();
                values["EXPORT [--trust FILE]"] = $"{values["SET.zip"]} --trust {values["KEYS.txt"]}";
                values["EXPORT [--trust BESTAND]"] = values["EXPORT [--trust FILE]"];
            }

            if (command.StartsWith("./archive keys show log", StringComparison.Ordinal))
                Keep("archive.voorbeeldstad.nl/log/voorbeeldstad+…", LogKey());
            if (command.StartsWith("./archive keys list", StringComparison.Ordinal))
                Keep("ID", WrappingKey());
        }

        /// <summary>A new certificate as a provider would give it, with its issuer.</summary>
        public async Task MakeCertificate()
        {
            var (code, said) = await shell.Type(
                $"""
                openssl req -x509 -newkey rsa:2048 -noenc -keyout root.key -out issuers.pem -subj '/CN=Voorbeeld Root' \
                  -days 400 -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign &&
                openssl req -new -newkey rsa:2048 -noenc -keyout plain.key -out seal.csr \
                  -subj '/CN=Gemeente Voorbeeldstad' &&
                printf 'keyUsage=critical,digitalSignature,nonRepudiation\n' >seal.ext &&
                openssl x509 -req -in seal.csr -CA issuers.pem -CAkey root.key -days 300 -extfile seal.ext \
                  -out seal.pem &&
                openssl pkcs8 -topk8 -in plain.key -out seal.key -passout pass:{CertificatePassword} &&
                openssl pkcs12 -export -inkey plain.key -in seal.pem -certfile issuers.pem -out seal.p12 \
                  -passout pass:{CertificatePassword}
                """);
            Assert.True(code == 0, said);
        }

        /// <summary>What the keeper of the archive hands over by another way than with the set.</summary>
        private string WriteTrust()
        {
            var home = new ArchiveHome(Path.Combine(shell.Directory, ".archive"), TestDatabase.Tenant, "archive.local");
            var keys = Path.Combine(values["SET.zip"][..^".zip".Length], "keys");
            var lines = Directory.EnumerateFiles(keys, "*.vkey").Select(File.ReadAllText)
                .Append($"{home.AnchorSigner().Key}\n")
                .Append(File.ReadAllText(Path.Combine(keys, "root.pem")));
            var trust = Path.Combine(shell.Directory, "KEYS.txt");
            File.WriteAllText(trust, string.Concat(lines));
            return trust;
        }

        [GeneratedRegex(@"(?<value>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})")]
        private static partial Regex Record();

        [GeneratedRegex(@"^(?<value>/\S+\.zip)$", RegexOptions.Multiline)]
        private static partial Regex Zip();

        [GeneratedRegex(@"^(?<value>\S+/log/\S+\+[0-9a-f]{8}\+\S+)$", RegexOptions.Multiline)]
        private static partial Regex LogKey();

        [GeneratedRegex(@"^  (?<value>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$", RegexOptions.Multiline)]
        private static partial Regex WrappingKey();
    }
}
