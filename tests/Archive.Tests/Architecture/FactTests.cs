using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Archive.Evidence.Facts;

namespace Archive.Tests.Architecture;

public class FactTests
{
    private static readonly IReadOnlyList<Type> All =
        [.. typeof(IFact).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IFact)) && !t.IsInterface)];

    [Fact]
    public void Every_fact_is_a_sealed_class() =>
        Assert.All(
            All,
            fact => Assert.True(fact is { IsClass: true, IsSealed: true }, $"{fact} is not a sealed class"));

    [Fact]
    public void Every_fact_has_a_name_of_its_own()
    {
        var names = All.Select(f => f.GetCustomAttribute<FactNameAttribute>()?.Name ?? $"{f} has no name").ToList();

        Assert.All(names, name => Assert.Matches(@"\A[a-z]+\.[a-z]+(-[a-z]+)*/[1-9][0-9]*\z", name));
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public void A_facts_name_begins_with_its_capability() => Assert.All(All, fact =>
        Assert.StartsWith(
            fact.Namespace!.Split('.')[1].ToLowerInvariant() + ".", fact.GetCustomAttribute<FactNameAttribute>()!.Name,
            StringComparison.Ordinal));

    [Fact]
    public void No_fact_can_hold_what_people_or_platforms_wrote() => Assert.Empty(All.SelectMany(FactKinds.Problems));

    [Theory]
    [InlineData(typeof(WithText), "WithText.Subject is a String")]
    [InlineData(typeof(WithTextDeepDown), "WithTextDeepDown.Parts[].Caption is a String")]
    [InlineData(typeof(WithFraction), "WithFraction.Share is a Double")]
    [InlineData(typeof(WithBytes), "WithBytes.Bytes is a Byte[]")]
    [InlineData(typeof(WithAnything), "WithAnything.Data is a JsonObject")]
    [InlineData(typeof(WithAddress), "WithAddress.Where is a Uri")]
    [InlineData(typeof(WithConverter), "WithConverter.Source is written by a converter of its own")]
    [InlineData(typeof(WithField), "WithField.Name is a String")]
    public void A_fact_that_could_is_caught(Type fact, string problem) =>
        Assert.Equal([problem], FactKinds.Problems(fact));

    private sealed record WithText(Guid Request, string Subject) : IFact;

    private sealed record WithTextDeepDown(IReadOnlyList<Part> Parts) : IFact;

    private sealed record Part(int Number, string? Caption);

    private sealed record WithFraction(double Share) : IFact;

    private sealed record WithBytes(byte[] Bytes) : IFact;

    private sealed record WithAnything(JsonObject Data) : IFact;

    private sealed record WithAddress(Uri Where) : IFact;

    private sealed record WithConverter(
        [property: JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] DayOfWeek Source) : IFact;

    private sealed class WithField : IFact
    {
        public string Name = "";
    }
}
