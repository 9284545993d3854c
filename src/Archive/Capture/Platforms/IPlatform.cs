using Archive.Capture.Mapping;
using Archive.Sources;

namespace Archive.Capture.Platforms;

/// <summary>
/// All that the archive has to know of one platform. It lies in a folder of its own; no file outside it names it. An
/// implementation in this assembly is found by itself, so it has a public constructor without arguments that are not
/// services.
/// </summary>
internal interface IPlatform : IHandleForm
{
    /// <summary>What people call it, in whatever language they read.</summary>
    string Label { get; }

    /// <summary>
    /// The mappers this build can read with, the oldest first. Visits use the last; the others read what was captured
    /// with them. Their names begin with the platform's.
    /// </summary>
    IReadOnlyList<IMapper> Mappers { get; }

    ICollector Collector { get; }

    /// <summary>
    /// Within what the ids of things that a source shows are unique: the server, on a platform of many; empty if they
    /// are on all of the platform. Sources of one space show the same things alike.
    /// </summary>
    string Space(Source source);

    PlatformCapabilities Capabilities { get; }
}
