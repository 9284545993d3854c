using Archive.Capture;
using Archive.Capture.Mapping;
using Archive.Capture.Platforms;
using Archive.Evidence.Content;
using Archive.Sources;

namespace Archive.IntegrationTests.Platforms.Toy;

/// <summary>A notice board: one server, so a handle is a bare word; notes are posts, and nobody answers them.</summary>
internal sealed class ToyPlatform : IPlatform, IMapper
{
    private static readonly MapperName First = new("toy/1");

    public PlatformName Name => new("toy");

    MapperName IMapper.Name => First;

    public string Label => "Prikbord";

    public IReadOnlyList<IMapper> Mappers => [this];

    public ICollector Collector { get; } = new ToyCollector();

    public PlatformCapabilities Capabilities { get; } =
        new([new("posts", Seen.Yes, "All notes of a board, on one page.", Verification.Recorded)]);

    public Outcome<AccountAddress> Parse(string typed) => typed.Trim().All(char.IsAsciiLetter)
        ? new AccountAddress(typed.Trim().ToLowerInvariant(), new Uri("https://board.example"))
        : new Refusal("sources.no-account", Basis.OneReading, typed, Label, "plein");

    public string Domain(string handle) => "";

    public string Space(Source source) => source.Server.Authority;

    public Reading<MappedItem> Read(ReadFrom from, IReadOnlyList<ReadOnlyMemory<byte>> pieces, string domain) =>
        JsonField.Read(pieces[0], note => new MappedItem(
            RecordKind.Post,
            new MappedContent
            {
                PlatformId = note.Text("number"),
                AuthorHandle = note.Text("by"),
                PostedAt = note.Moment("at"),
                Text = note.Text("says"),
                Extras = [new("toy/colour", note.Text("colour"))],
            },
            Media: [],
            Figures: []));
}
