using Archive.Cli;
using Archive.Evidence;
using Archive.Evidence.Content;
using Archive.Records;
using Archive.Tests.Exports;
using Archive.Tests.Requests;

namespace Archive.Tests.CommandLine;

public sealed class RequestLinesTests
{
    [Fact]
    public void An_officer_sees_all_that_someone_wrote_before_judging_it()
    {
        var version = SampleDocuments.Comment(
            "Kijk", new Member("link/0", "https://buurt.example/7"), new("media/0/alt/0", "Fatma"),
            new("media/0/alt/1", " "), new("media/0/alt/2", "zingt"), new("mention/0", "@stad@voorbeeld.example"),
            new("tag/0", "zomerfeest"), new("mastodon/field/name/0", "Telefoon"),
            new("mastodon/field/value/0", "14 0999"), new("mastodon/field/value/1", "balie"),
            new("mastodon/moved/author-handle", "@stad@elders.example"));
        var request = Given.Scoped;
        var contents = new Dictionary<Guid, RecordVersion> { [request.Records[1].Scoped.Version] = version };
        var output = new StringWriter();
        Caller.Is(new WrittenCaller(Language.En, output, output));

        RequestLines.Write(
            new(request, "J. Jansen", "De brug", 3), contents, new HashSet<Guid>(), new Dictionary<Guid, string>());

        Assert.All(
            [
                "name: Jan Bakker", "links: https://buurt.example/7", "tags: zomerfeest",
                "mentions: @stad@voorbeeld.example", "descriptions of media: 0: Fatma zingt",
                "fields of the profile: Telefoon: 14 0999 / balie", "moved to: @stad@elders.example",
            ],
            line => Assert.Contains(line, output.ToString(), StringComparison.Ordinal));
    }
}
