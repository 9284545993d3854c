using System.Text.RegularExpressions;

namespace Archive.Replay.Faults;

public enum FaultKind
{
    /// <summary>The first half of the answer, with a content-length that says it is all.</summary>
    TruncatedJson,

    /// <summary>Valid JSON, 100 objects deep.</summary>
    NestedJson,

    /// <summary>Valid JSON of 50 MB, chunked, so that no header warns of it.</summary>
    HugeBody,

    /// <summary>The first <c>id</c> stands there twice, with another value before its own.</summary>
    DuplicateKeys,

    /// <summary>Each visibility is "galactic".</summary>
    UnknownWords,

    /// <summary>Each content and note begins with U+0000 and half a surrogate pair, escaped as JSON has them.</summary>
    BrokenText,

    /// <summary>500 to the first matching request, the third, the fifth…</summary>
    ServerErrorHalf,

    /// <summary>200 with a log-in page in HTML.</summary>
    LoginPage,

    /// <summary>429; the reset is <see cref="FaultRule.Seconds"/> from now.</summary>
    RateLimited,

    /// <summary>The right answer, spread over <see cref="FaultRule.Seconds"/>.</summary>
    SlowDrip,

    /// <summary>The connection is cut after half of the body that content-length promised.</summary>
    CutMidBody,

    /// <summary>302 to <see cref="FaultRule.Target"/>.</summary>
    Redirect,

    /// <summary>About one megabyte of gzip that unpacks to one gigabyte.</summary>
    GzipBomb,
}

/// <summary>Spoils the answers to some requests.</summary>
/// <param name="Match">"GET /path?query" with * for any run of characters.</param>
/// <param name="Times">How many matching requests it counts for; null for all to come.</param>
/// <param name="Seconds">For <see cref="FaultKind.RateLimited"/> and <see cref="FaultKind.SlowDrip"/>.</param>
/// <param name="Target">For <see cref="FaultKind.Redirect"/>; a private address by default.</param>
public sealed record FaultRule(
    FaultKind Kind,
    string Match = "*",
    int? Times = null,
    int Seconds = 2,
    string Target = "http://169.254.169.254/latest/meta-data/")
{
    public bool Fits(string line) => Regex.IsMatch(
        line, $"^{Regex.Escape(Match).Replace(@"\*", ".*", StringComparison.Ordinal)}$", RegexOptions.Singleline);
}

/// <summary>The rules in force. The first that fits, and is not used up, decides.</summary>
public sealed class FaultRules
{
    private readonly Lock gate = new();
    private readonly List<(FaultRule Rule, int Used)> rules = [];

    public IReadOnlyList<FaultRule> All
    {
        get
        {
            lock (gate)
            {
                return [.. rules.Select(each => each.Rule)];
            }
        }
    }

    public void Add(FaultRule rule)
    {
        lock (gate)
        {
            rules.Add((rule, 0));
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            rules.Clear();
        }
    }

    /// <summary>Takes the fault for one request, or null. Counts, so ask once per request.</summary>
    internal FaultRule? Next(string line)
    {
        lock (gate)
        {
            for (var i = 0; i < rules.Count; i++)
            {
                var (rule, used) = rules[i];
                if (!rule.Fits(line) || used >= rule.Times)
                {
                    continue;
                }

                rules[i] = (rule, used + 1);
                // By a counter and not by chance: a test that fails once fails always.
                return rule.Kind == FaultKind.ServerErrorHalf && used % 2 == 1 ? null : rule;
            }

            return null;
        }
    }
}
