using System.Reflection;
using Xunit.Sdk;

namespace Archive.Tests;

/// <summary>
/// A row of a theory about recorded answers. Rows about recordings of our own (`own…`, in this repository) are always
/// there; those about other people's are where the recordings are, and in CI, where doing without is a failure.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RecordedDataAttribute(string recordings, params object[] more) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        recordings.StartsWith("own", StringComparison.Ordinal) || Archive.Replay.Fixtures.AreHere
            || Environment.GetEnvironmentVariable("CI") == "true"
            ? [[recordings, .. more]]
            : [];
}
