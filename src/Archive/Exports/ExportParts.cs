using Archive.Evidence;
using Archive.Exports.Content;
using Archive.Exports.Parts;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Exports;

/// <summary>The parts a set is made of, each held to what it declared.</summary>
public sealed class ExportParts(IEnumerable<IExportPart> parts)
{
    /// <summary>By name, so that a set is written in the same order whoever added a part first.</summary>
    private readonly List<IExportPart> parts =
        [.. parts.OrderBy(p => p.GetType().FullName, StringComparer.Ordinal)];

    /// <exception cref="FaultException">
    /// A part wrote elsewhere than it declared, or touched what another wrote; or it could not be written.
    /// </exception>
    public async Task Write(PartStage stage, ExportContent content, ExportWork work, CancellationToken ct)
    {
        var before = work.Set.Files();
        foreach (var part in parts.Where(p => p.Stage == stage))
        {
            var name = part.GetType().Name;
            await part.Write(content, work, ct);
            var after = work.Set.Files();
            foreach (var (path, file) in before)
            {
                if (!after.TryGetValue(path, out var now) || now != file)
                    throw Sentences.Fault("exports.part-touched", name, path);
            }

            var added = after.Keys.Where(path => !before.ContainsKey(path));
            if (added.FirstOrDefault(path => !part.Places.Any(p => p.Holds(path))) is { } stray)
                throw Sentences.Fault("exports.part-strayed", name, stray);
            before = after;
        }
    }
}

public static class ExportPartServices
{
    /// <summary>Every part that lies in the folder of parts, so that a new one is one file.</summary>
    public static IServiceCollection AddExportParts(this IServiceCollection services)
    {
        var folder = typeof(IExportPart).Namespace;
        foreach (var part in Implementations.Of<IExportPart>().Where(t => t.Namespace == folder))
            services.AddSingleton(typeof(IExportPart), part);
        return services.AddSingleton<ExportParts>();
    }
}
