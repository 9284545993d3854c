using System.Reflection;

namespace Archive;

/// <summary>Finds what implements a contract, so that a new one is a file and no line in a list.</summary>
internal static class Implementations
{
    /// <param name="among">The assembly of the contract if null.</param>
    public static IEnumerable<Type> Of<T>(Assembly? among = null) => (among ?? typeof(T).Assembly).GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(T)));
}
