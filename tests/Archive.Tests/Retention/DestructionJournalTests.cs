using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Retention.Destruction;

namespace Archive.Tests.Retention;

public sealed class DestructionJournalTests : IDisposable
{
    private static readonly DestructionJournal.Entry Entry = new(
        new("5f0a3c0e-6f0e-4a49-8a2b-5d3f2d0c9c11"),
        new DateTimeOffset(2026, 11, 20, 23, 7, 1, TimeSpan.Zero).AddMicroseconds(123456),
        new Tenant("voorbeeldstad"),
        new(
            new("5f0a3c0e-6f0e-4a49-8a2b-5d3f2d0c9c11"), new("0d9b2f64-7d0c-4c7e-9a53-1f2e3d4c5b6a"),
            [new("c1a5c0de-0000-4000-8000-000000000001"), new("c1a5c0de-0000-4000-8000-000000000002")],
            DestructionBasis.AvgErasure, new("4b0e3ad9-6f0e-4a49-8a2b-5d3f2d0c9c12"), new(
                "4b0e3ad9-6f0e-4a49-8a2b-5d3f2d0c9c13")),
        new string('0', 62) + "2a");

    private readonly string directory = Directory.CreateTempSubdirectory().FullName;

    private string File1 => Path.Combine(directory, "5f0a3c0e-6f0e-4a49-8a2b-5d3f2d0c9c11.json");

    [Fact]
    public void An_entry_is_the_documented_example_and_is_read_back()
    {
        var journal = new DestructionJournal(directory);
        journal.Write(Entry);

        var page = Path.Combine(
            AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf("/tests/", StringComparison.Ordinal)],
            "docs/evidence-format.md");
        Assert.Contains($"\n{File.ReadAllText(File1)}\n", File.ReadAllText(page));
        var read = Assert.Single(journal.All());
        Assert.Equal(Entry with { Fact = read.Fact }, read);
        Assert.Equal(Entry.Fact.Units, read.Fact.Units);
    }

    [Fact]
    public void Every_flipped_bit_of_an_entry_is_refused_and_the_entry_named()
    {
        var journal = new DestructionJournal(directory);
        journal.Write(Entry);
        var whole = File.ReadAllBytes(File1);
        File.Delete(File1);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(File1, flipped);
            var fault = Assert.Throws<FaultException>(journal.All);
            Assert.Contains(Path.GetFileName(File1), fault.Message);
        }
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
