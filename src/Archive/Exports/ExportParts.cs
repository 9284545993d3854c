using System.Runtime.ExceptionServices;
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

    /// <summary>Those of a stage are at work at the same time.</summary>
    /// <exception cref="FaultException">
    /// A part wrote elsewhere than it declared, or touched what another wrote; or it could not be written.
    /// </exception>
    public async Task Write(PartStage stage, ExportContent content, ExportWork work, CancellationToken ct)
    {
        var before = work.Set.Files();
        var writing = parts.Where(p => p.Stage == stage).ToList();
        var names = string.Join(", ", writing.Select(p => p.GetType().Name));
        await AtOnce([.. writing.Select<IExportPart, Func<CancellationToken, Task>>(
            part => token => part.Write(content, work, token))], ct);
        var after = work.Set.Files();
        foreach (var (path, file) in before)
        {
            if (!after.TryGetValue(path, out var now) || now != file)
                throw Sentences.Fault("exports.part-touched", names, path);
        }

        var places = writing.SelectMany(p => p.Places).ToList();
        var added = after.Keys.Where(path => !before.ContainsKey(path));
        if (added.FirstOrDefault(path => !places.Any(p => p.Holds(path))) is { } stray)
            throw Sentences.Fault("exports.part-strayed", names, stray);
    }

    /// <summary>
    /// When one fails the others are told to stop, and nothing goes on once this has ended; what is thrown is what the
    /// first had to say.
    /// </summary>
    private static async Task AtOnce(IEnumerable<Func<CancellationToken, Task>> works, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Exception? first = null;
        await Task.WhenAll(works.Select(work => Task.Run(async () =>
        {
            try
            {
                await work(stop.Token);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref first, e, null);
                await stop.CancelAsync();
            }
        }, CancellationToken.None)));
        if (first is not null)
            ExceptionDispatchInfo.Throw(first);
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
