using Archive.Evidence;

namespace Archive.Storage.Vault;

/// <summary>How far a copy is, or was when it ended.</summary>
/// <param name="Copied">Objects written and read back whole.</param>
/// <param name="There">Objects that were whole at the target already.</param>
/// <param name="Findings">What could not be copied, and why. What is damaged at the source is never copied.</param>
public sealed record VaultCopied(int Copied, int There, IReadOnlyList<ScrubFinding> Findings)
{
    public int Seen => Copied + There + Findings.Count;
}

/// <summary>
/// Moves an archive from one vault to another: every object byte for byte, read back at the target and held against its
/// name. Broken off, it goes on where it was: what is whole at the target is not sent again. Nothing at the target is
/// overwritten, nothing at the source removed; no secret is needed.
/// </summary>
public sealed class VaultCopy(IVault from, IVault to)
{
    /// <param name="report">Called after each object.</param>
    /// <exception cref="IOException">One of the two does not answer.</exception>
    /// <exception cref="FaultException">The target does not protect what is kept in it.</exception>
    public async Task<VaultCopied> Run(Action<VaultCopied> report, CancellationToken ct)
    {
        await to.Check(ct);
        var (copied, there, findings) = (0, 0, new List<ScrubFinding>());
        await foreach (var name in from.All(ct))
        {
            ct.ThrowIfCancellationRequested();
            var wasThere = await to.Contains(name, ct);
            if ((wasThere ? await Judge(name, ct) : await Copy(name, ct)) is { } finding)
                findings.Add(finding);
            else if (wasThere)
                there++;
            else
                copied++;
            report(new(copied, there, findings));
        }

        await foreach (var stranger in from.UnexpectedFiles(ct))
            findings.Add(new(stranger, Sentences.Of("storage.not-copied")));
        return new(copied, there, findings);
    }

    private async Task<ScrubFinding?> Judge(Digest name, CancellationToken ct) =>
        await to.Scrub(name, ct) is { } bad
            ? bad with { What = Sentences.Of("storage.at-target", bad.What) }
            : null;

    private async Task<ScrubFinding?> Copy(Digest name, CancellationToken ct)
    {
        if (await from.Scrub(name, ct) is { } damaged)
            return damaged with { What = Sentences.Of("storage.at-source", damaged.What) };
        using var bytes = await from.Stored(name, ct)
            ?? throw Sentences.Fault("storage.object-went-away", from.Place(name));
        await to.KeepSealed(name, bytes, ct);
        return await Judge(name, ct);
    }
}
