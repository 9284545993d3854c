namespace Archive.People;

/// <summary>
/// Guessing is slowed, never shut out for good: someone who mistypes on purpose keeps an officer from work for an
/// hour at most (ASVS 5.0 V6.1.1, V6.3.1). Counted per name asked for, whether or not an account has it.
/// </summary>
public static class SignInThrottle
{
    /// <summary>Wrong passwords in a row that cost nothing but the time of checking.</summary>
    public const int FreeFailures = 5;

    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>
    /// How long nothing is taken after this many wrong passwords in a row: 1, 2, 4 … minutes, at most 60.
    /// </summary>
    public static TimeSpan After(int failures)
    {
        if (failures < FreeFailures)
            return TimeSpan.Zero;
        var doublings = Math.Min(failures - FreeFailures, 10);
        var wait = First * (1 << doublings);
        return wait < Longest ? wait : Longest;
    }
}
