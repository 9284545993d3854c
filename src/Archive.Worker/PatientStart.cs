using Archive.Evidence;
using Archive.Storage.Postgres;

namespace Archive.Worker;

/// <summary>
/// What comes before a worker serves: a database that is away is waited for, however long it takes; what does not pass
/// by itself ends the worker with a sentence.
/// </summary>
internal static class PatientStart
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <param name="say">Told why it waits: once, and again when that changes.</param>
    public static async Task<T> Until<T>(Func<Task<T>> begin, Func<Sentence, Task> say)
    {
        for (var said = ""; ;)
        {
            try
            {
                return await begin();
            }
            catch (Exception e) when (DatabaseTrouble.MayPass(e))
            {
                var why = Why(e)!;
                if (why.ToString() != said)
                    await say(why);
                said = why.ToString();
                await Task.Delay(Pause);
            }
        }
    }

    /// <returns>
    /// Null if it is none of the troubles that there are words for: then it is a mistake in the program.
    /// </returns>
    public static Sentence? Why(Exception e) => e switch
    {
        FaultException fault => fault.What ?? new(_ => fault.Message),
        IOException or UnauthorizedAccessException =>
            Sentence.Of(e, e.Message.Split('\'') is [_, var path, ..] ? path : ""),
        _ => DatabaseTrouble.Of(e, Settings.Of([]).DatabaseDirectory),
    };
}
