using System.Globalization;
using Archive.Evidence.Facts;
using Archive.Evidence.Notes;

namespace Archive.IntegrationTests.Foreign;

/// <summary>The Go project's own library judges our checkpoints and proofs.</summary>
[Collection(nameof(WitnessedSet))]
public sealed class GoVerifierTests(WitnessedSet set)
{
    private string Root => set.Export.Directory;

    private string[] Facts => Directory.GetFiles(Path.Combine(Root, "evidence/facts"), "*.json");

    [Fact]
    public async Task It_accepts_every_fact_of_a_set()
    {
        var (code, output) = await Verify(set.LogKey);

        Assert.True(code == 0, output);
        Assert.NotEmpty(Facts);
        Assert.StartsWith($"{Facts.Length} facts are in the log\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_refuses_each_changed_byte_of_the_checkpoint()
    {
        var path = Path.Combine(Root, "evidence/log/checkpoint");
        for (var at = 0; at < new FileInfo(path).Length; at++)
            await AssertRefused(path, at);
    }

    [Fact]
    public async Task It_refuses_each_changed_byte_of_a_proof()
    {
        var path = Path.ChangeExtension(Facts[Facts.Length / 2], ".tlog-proof");
        for (var at = 0; at < new FileInfo(path).Length; at++)
            await AssertRefused(path, at);
    }

    [Fact]
    public async Task It_refuses_each_changed_byte_of_a_fact()
    {
        var path = Facts[0];
        for (var at = 0; at < new FileInfo(path).Length; at++)
            await AssertRefused(path, at);
    }

    [Fact]
    public async Task It_refuses_one_changed_byte_in_any_fact_or_proof()
    {
        var random = new Random();
        foreach (var fact in Facts)
        {
            foreach (var path in new[] { fact, Path.ChangeExtension(fact, ".tlog-proof") })
                await AssertRefused(path, random.Next((int)new FileInfo(path).Length));
        }
    }

    [Fact]
    public async Task It_refuses_another_key_of_the_same_name_and_the_key_of_another_log()
    {
        Assert.NotEqual(0, (await Verify(new NoteSigner(set.LogKey.Name, new byte[32]).Key)).Code);
        Assert.NotEqual(0, (await Verify(
            new NoteKey("archive.example/log/elders", NoteSignatureType.Ed25519, set.LogKey.Public.Span))).Code);
    }

    [Fact]
    public async Task It_refuses_a_fact_under_another_leaf_number_and_a_set_without_facts()
    {
        var leaf = Path.GetFileNameWithoutExtension(Facts[0]);
        var other = (long.Parse(leaf, CultureInfo.InvariantCulture) + 1_000_000).ToString(CultureInfo.InvariantCulture);
        var copy = Directory.CreateTempSubdirectory().FullName;
        Assert.Equal(0, (await WitnessedSet.Run(copy, "cp", "-r", Path.Combine(Root, "evidence"), copy)).Code);
        foreach (var end in new[] { "json", "tlog-proof" })
            File.Move($"{copy}/evidence/facts/{leaf}.{end}", $"{copy}/evidence/facts/{other}.{end}");
        Assert.Contains(
            "is proven elsewhere",
            (await WitnessedSet.Run(copy, set.Verify, copy, set.LogKey.ToString())).Output,
            StringComparison.Ordinal);

        Directory.Delete($"{copy}/evidence/facts", recursive: true);
        Assert.Contains(
            "no facts",
            (await WitnessedSet.Run(copy, set.Verify, copy, set.LogKey.ToString())).Output,
            StringComparison.Ordinal);
        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task The_program_is_the_one_on_the_page()
    {
        var page = await File.ReadAllTextAsync(WitnessedSet.Page);
        var begin = page.IndexOf("```go\n", StringComparison.Ordinal) + "```go\n".Length;

        Assert.Equal(
            await File.ReadAllTextAsync(WitnessedSet.Source),
            page[begin..page.IndexOf("```\n", begin, StringComparison.Ordinal)]);
    }

    private Task<(int Code, string Output)> Verify(NoteKey key) =>
        WitnessedSet.Run(Root, set.Verify, Root, key.ToString());

    private async Task AssertRefused(string path, int at)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        var (code, output) = await Verify(set.LogKey);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        Assert.True(
            code == 1 && output.Contains("refused", StringComparison.Ordinal),
            $"byte {at} of {path}: {code} {output}");
    }
}
