namespace Archive.Capture.Platforms;

/// <summary>What of a kind a platform lets anyone see.</summary>
public enum Seen
{
    Yes,

    /// <summary>Not always, or not all; the capability says when.</summary>
    Partly,

    No,
}

/// <summary>How we know that a capability is as the table says.</summary>
public enum Verification
{
    /// <summary>Tested here against a running server of the platform.</summary>
    LiveTested,

    /// <summary>Tested against answers recorded from real servers.</summary>
    Recorded,

    /// <summary>Read in the platform's documentation; no answer of a real server has been tested.</summary>
    SpecificationOnly,
}

/// <summary>One line of a platform's table.</summary>
/// <param name="What">A noun: `comments`, `edits`.</param>
/// <param name="How">One sentence: by which question, and what it does not show.</param>
public sealed record Capability(string What, Seen Seen, string How, Verification Verified);

/// <summary>What a platform lets anyone see. The documentation's table is made from this.</summary>
public sealed record PlatformCapabilities(IReadOnlyList<Capability> All);
