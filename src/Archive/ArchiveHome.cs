using Archive.Evidence;

namespace Archive;

/// <summary>The directory of an archive, whose archive it is, and where things lie in it.</summary>
/// <param name="Directory">Of keys, journal, checkpoints, exports and, unless set elsewhere, the vault.</param>
/// <param name="Tenant">Whose archive; part of every fact.</param>
/// <param name="Name">What log origins begin with, such as `archive.voorbeeldstad.nl`. Never changes.</param>
public sealed record ArchiveHome(string Directory, Tenant Tenant, string Name)
{
    public string KeysPath => Path.Combine(Directory, "keys");

    public string JournalPath => Path.Combine(Directory, "journal");

    public string CheckpointPath => Path.Combine(Directory, "checkpoints");

    /// <summary>Signed checkpoints that witnesses showed and that contradict ours.</summary>
    public string ContradictionsPath => Path.Combine(Directory, "contradictions");

    public string ExportsPath => Path.Combine(Directory, "exports", Tenant.ToString());

    /// <summary>Of what is only there while somebody works: sockets and locks. Nobody else may enter it.</summary>
    public string RunPath => Path.Combine(Directory, "run");

    /// <summary>The socket on which a running archive does for others what needs vault, keys or secrets.</summary>
    public string ChannelPath => Path.Combine(RunPath, "channel");

    /// <summary>What is known of sets that are being made, a directory for each request.</summary>
    public string UnfinishedPath => Path.Combine(Directory, "unfinished", Tenant.ToString());

    public string TemporaryPath => Path.Combine(Directory, "tmp");
}
