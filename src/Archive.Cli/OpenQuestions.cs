using System.Collections.Concurrent;
using Archive.Evidence;

namespace Archive.Cli;

/// <summary>What callers were asked and have not typed yet.</summary>
internal sealed class OpenQuestions
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<string>> open = new();

    public Question Open()
    {
        var id = Ids.New();
        return new(this, id, open.GetOrAdd(id, new TaskCompletionSource<string>(
            TaskCreationOptions.RunContinuationsAsynchronously)).Task);
    }

    /// <returns>False if nobody waits for it.</returns>
    public bool Answer(Guid id, string typed) => open.TryRemove(id, out var question) && question.TrySetResult(typed);

    /// <param name="Answer">Ends when it was typed.</param>
    public sealed record Question(OpenQuestions All, Guid Id, Task<string> Answer) : IDisposable
    {
        public string Path => $"{CommandEndpoint.Answers}/{Id}";

        public void Dispose() => All.open.TryRemove(Id, out _);
    }
}
