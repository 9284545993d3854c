using Archive.Evidence;
using Archive.Evidence.Sets;
using Archive.Exports;
using Archive.Exports.Content;
using Archive.Exports.Parts;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Tests.Exports;

/// <summary>A part is held to the paths it declares, and to its own files.</summary>
public sealed class ExportPartsTests : IDisposable
{
    private const string Other = "data/other.csv";
    private const string Own = "data/own.csv";

    private readonly string directory = Directory.CreateTempSubdirectory("archive-parts-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task Parts_write_what_they_declare_stage_by_stage()
    {
        var parts = new ExportParts(
        [
            new Part(PartStage.AfterPages, Own, set => File.Copy(set.Locate(Other), set.NewFile(Own))),
            new Part(PartStage.BeforePages, Other, set => File.WriteAllText(set.NewFile(Other), "other")),
        ]);

        await Write(parts, PartStage.BeforePages);
        Assert.False(File.Exists(Path.Combine(directory, Own)));
        await Write(parts, PartStage.AfterPages);

        Assert.Equal("other", File.ReadAllText(Path.Combine(directory, Own)));
    }

    [Fact]
    public Task A_path_that_is_not_declared() =>
        IsRefused(set => File.WriteAllText(set.NewFile("data/stray.csv"), "stray"), "data/stray.csv");

    [Fact]
    public Task A_path_that_no_set_may_hold() =>
        IsRefused(set => File.WriteAllText(set.Locate("stray.csv"), "stray"), "stray.csv");

    [Fact]
    public Task A_file_that_is_there() => IsRefused(set => File.WriteAllText(set.NewFile(Other), "stray"), Other);

    [Fact]
    public Task A_file_of_another_part_written_longer() =>
        IsRefused(set => File.AppendAllText(set.Locate(Other), "stray"), Other);

    [Fact]
    public Task A_file_of_another_part_taken_away() => IsRefused(set => File.Delete(set.Locate(Other)), Other);

    [Fact]
    public void Every_part_that_lies_in_the_folder_is_found()
    {
        var found = new ServiceCollection().AddExportParts()
            .Where(s => s.ServiceType == typeof(IExportPart)).Select(s => s.ImplementationType!).ToHashSet();

        Assert.NotEmpty(found);
        Assert.All(
            typeof(IExportPart).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IExportPart))),
            part => Assert.Contains(part, found));
    }

    private async Task IsRefused(Action<SetDirectory> write, string named)
    {
        File.WriteAllText(new SetDirectory(directory).NewFile(Other), "other");
        var parts = new ExportParts([new Part(PartStage.BeforePages, Own, write)]);

        var refused = await Assert.ThrowsAsync<FaultException>(() => Write(parts, PartStage.BeforePages));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>These parts look at nothing but the directory.</summary>
    private Task Write(ExportParts parts, PartStage stage) =>
        parts.Write(stage, null!, new ExportWork(new(directory), null!, [], null!), default);

    private sealed class Part(PartStage stage, string path, Action<SetDirectory> write) : IExportPart
    {
        public IReadOnlyList<ExportPlace> Places { get; } = [ExportLayout.Data.Only(Path.GetFileName(path))];

        public PartStage Stage => stage;

        public Task Write(ExportContent content, ExportWork work, CancellationToken ct)
        {
            write(work.Set);
            return Task.CompletedTask;
        }
    }
}
