namespace Archive;

/// <summary>Something that happened, in the past tense. Once recorded it is never changed, only followed.</summary>
public interface IFact;

/// <summary>The name a fact has in the store for ever. Renaming the C# type leaves it alone.</summary>
/// <param name="name">`capability.what-happened/version`.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FactNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
