namespace Archive.IntegrationTests;

/// <summary>What came of an act that a test expects to be done.</summary>
internal static class Outcomes
{
    public static T Value<T>(this Outcome<T> outcome) => outcome is Outcome<T>.Done(var value)
        ? value
        : throw new Xunit.Sdk.XunitException($"Refused: {outcome.Refusal}");
}
