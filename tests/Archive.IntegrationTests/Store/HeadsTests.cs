using Archive.Evidence;
using Archive.Evidence.Facts;
using Archive.Storage.Facts;

namespace Archive.IntegrationTests.Store;

/// <summary>
/// Where streams stand, and the last fact of each type in them: the first two of a stream have another index than those
/// after them.
/// </summary>
public sealed class HeadsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly string[] Types = ["tests.a/1", "tests.b/1", "tests.c/1"];

    private static readonly DateTimeOffset At = new(2026, 11, 20, 23, 7, 1, TimeSpan.Zero);

    private readonly EventStore events = new(database.Facts, new CopyWriter());

    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("bb")]
    [InlineData("abc")]
    [InlineData("aba")]
    [InlineData("abb")]
    [InlineData("abbbbb")]
    [InlineData("abcabca")]
    [InlineData("xxa")]
    [InlineData("axx")]
    public async Task The_last_fact_of_each_type_is_found_wherever_it_stands(string stream)
    {
        var (id, other) = (Ids.New(), Ids.New());
        await events.Append([new(id, 0, [.. stream.Select(type => New($"tests.{type}/1"))])], default);
        await events.Append([new(other, 0, [New("tests.c/1")])], default);

        var heads = await events.Heads([id, other, Ids.New()], Types, default);

        Assert.Equal(2, heads.Count);
        Assert.Equal(stream.Length, heads[id].Version);
        Assert.Equal(
            stream.Select((type, i) => (Type: type, Version: i + 1L)).Where(f => f.Type != 'x')
                .GroupBy(f => f.Type).Select(g => ($"tests.{g.Key}/1", g.Max(f => f.Version))).Order(),
            heads[id].Last.Select(f => (f.Type, f.Version)).Order());
        Assert.Equal(("tests.c/1", 1), (heads[other].Last[0].Type, heads[other].Last[0].Version));
    }

    private static NewFact New(string type) => new(Ids.New(), type, At, FactMembers.None, FactMembers.None);
}
