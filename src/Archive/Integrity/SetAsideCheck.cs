using System.Collections.Concurrent;
using Archive.Storage.Log;

namespace Archive.Integrity;

/// <summary>
/// Rows that the log passed by because they are no facts: each is recorded as a finding within seconds, not only when
/// the archive is verified next.
/// </summary>
public sealed class SetAsideCheck(LogReader log, Findings findings)
{
    private readonly ConcurrentDictionary<string, bool> known = new(); // nothing is written while nothing changes

    public async Task Look(CancellationToken ct)
    {
        var unknown = (await log.SetAside(ct)).Select(Finding.Of).Where(f => !known.ContainsKey(f.Subject)).ToList();
        await findings.Record(unknown, ct);
        foreach (var finding in unknown)
            known[finding.Subject] = true;
    }
}
