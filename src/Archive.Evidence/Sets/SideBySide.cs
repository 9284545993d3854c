using System.Runtime.ExceptionServices;

namespace Archive.Evidence.Sets;

/// <summary>Work on many files of a set, as many at a time as the machine has processors.</summary>
internal static class SideBySide
{
    /// <param name="work">Given each number below <paramref name="count"/>, in no order.</param>
    /// <exception cref="Exception">
    /// What the first that failed had to say; what had not begun then is not done.
    /// </exception>
    public static void Each(int count, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, new() { MaxDegreeOfParallelism = Environment.ProcessorCount }, work);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
