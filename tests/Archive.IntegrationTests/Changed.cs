using Archive.Replay;

namespace Archive.IntegrationTests;

/// <summary>A platform whose answers a test changes on their way.</summary>
internal sealed class Changed(IPlatform platform, Func<Question, Reply?, Reply?> change) : IPlatform
{
    public IReadOnlyList<string> States => platform.States;

    public string State
    {
        get => platform.State;
        set => platform.State = value;
    }

    public Reply? Answer(Question asked) => change(asked, platform.Answer(asked));
}
