using Archive.Evidence;
using Archive.Records;
using Archive.Tests.Exports;

namespace Archive.Tests.Records;

public sealed class ThreadsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, Guid> records = [];

    [Fact]
    public void Below_each_version_comes_what_was_said_while_it_stood()
    {
        var post = Versions("1", null, at: 0, edits: [10, 20]);
        var early = Versions("2", "1", at: 5)[0];
        var between = Versions("3", "1", at: 15)[0];
        var late = Versions("4", "1", at: 25)[0];
        var reply = Versions("5", "3", at: 30)[0];
        var other = Versions("6", null, at: 1)[0];

        var ordered = Threads.InOrder([late, reply, post[2], other, between, post[0], early, post[1]]);

        Assert.Equal([post[0], early, post[1], between, reply, post[2], late, other], ordered);
    }

    [Fact]
    public void An_edit_without_a_moment_stood_from_its_capture_on()
    {
        var post = Versions("1", null, at: 0, edits: [10]);
        var captured = post[1] with { EditedAt = null, CapturedAt = Noon.AddMinutes(12) };
        var comment = Versions("2", "1", at: 11)[0];

        Assert.Equal(post[0], Threads.Answered(comment, Threads.ByRecord([post[0], captured])));
    }

    [Fact]
    public void Where_every_version_is_later_it_stands_under_the_earliest()
    {
        var post = Versions("1", null, at: 0, edits: [10, 20]);
        var comment = Versions("2", "1", at: 5)[0];

        Assert.Equal(post[1], Threads.Answered(comment, Threads.ByRecord([post[1], post[2]])));
    }

    [Fact]
    public void What_has_the_id_of_a_parent_and_is_another_record_is_not_the_parent()
    {
        var post = Versions("1", null, at: 0)[0] with { Record = Ids.New() };

        Assert.Null(Threads.Answered(Versions("2", "1", at: 5)[0], Threads.ByRecord([post])));
    }

    [Fact]
    public void What_answers_something_that_is_not_here_stands_below_what_its_thread_begins_with()
    {
        var (post, other) = (Versions("1", null, at: 0, 10)[..], Versions("9", null, at: 5)[0]);
        var orphan = Versions("3", "2", at: 12)[0] with { Thread = post[0].Record };

        Assert.Equal(post[1], Threads.Answered(orphan, Threads.ByRecord(post)));
        Assert.Equal([post[0], post[1], orphan, other], Threads.InOrder([orphan, other, .. post]));
    }

    [Fact]
    public void What_answers_itself_in_a_circle_is_there_once()
    {
        var (a, b) = (Versions("1", "2", at: 0)[0], Versions("2", "1", at: 1)[0]);

        Assert.Equal([a, b], Threads.InOrder([b, a]));
    }

    [Fact]
    public void A_thread_of_any_depth_is_ordered()
    {
        var thread = Enumerable.Range(1, 20_000)
            .Select(i => Versions($"{i}", i == 1 ? null : $"{i - 1}", at: i)[0]).ToList();

        Assert.Equal(thread, Threads.InOrder([.. Enumerable.Reverse(thread)]));
    }

    /// <summary>The same for the same id.</summary>
    private Guid RecordOf(string id) =>
        records.TryGetValue(id, out var record) ? record : records[id] = Ids.New();

    /// <param name="at">Minutes after noon at which it was posted; edits likewise.</param>
    private List<RecordVersion> Versions(string id, string? inReplyTo, int at, params int[] edits)
    {
        var first = SampleDocuments.Comment("x", id: id, inReplyTo: inReplyTo) with
        {
            Record = RecordOf(id),
            Parent = inReplyTo is null ? null : RecordOf(inReplyTo),
            PostedAt = Noon.AddMinutes(at),
            CapturedAt = Noon.AddDays(1),
            Of = edits.Length + 1,
        };
        return
        [
            first,
            .. edits.Select((edit, i) => first with
            {
                Version = Ids.New(),
                Ordinal = i + 2,
                EditedAt = Noon.AddMinutes(edit),
            }),
        ];
    }
}
