using Archive.Evidence;
using Archive.Storage.Vault;

namespace Archive.Tests.Evidence.Vault;

/// <summary>Units, secrets and an exchange with everything fixed, as in golden.py beside this file.</summary>
internal static class VaultSample
{
    public static readonly Tenant Tenant = new("zuiderdam");

    public static readonly Guid Object = new("0b1ec700-5555-4666-8777-888888888888");

    public static readonly Guid UnitA = new("a0a0a0a0-1111-4222-8333-444444444444");

    public static readonly Guid UnitB = new("b0b0b0b0-1111-4222-8333-444444444444");

    public static byte[] SecretA => [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static byte[] SecretB => [.. Enumerable.Range(32, 32).Select(i => (byte)i)];

    public static readonly Exchange Exchange = new(
        "GET",
        "https://social.example/api/v1/statuses?é=1",
        [new("accept", "application/json"), new("authorization", "*****")],
        200,
        [new("Content-Type", "application/json"), new("Link", "<https://social.example/?max_id=1>; rel=\"next\"")],
        [new(4, 3), new(9, 1)],
        new(2026, 3, 2, 9, 15, 0, 500, TimeSpan.Zero),
        new(2026, 3, 2, 9, 15, 1, 0, 1, TimeSpan.Zero));

    public static byte[] Pattern(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31 + (i >> 8)))];
}

/// <summary>A directory that is gone after the test.</summary>
public sealed class TestDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("archive-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public IReadOnlyList<string> Files() => Directory.GetFiles(Path, "*", SearchOption.AllDirectories);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
