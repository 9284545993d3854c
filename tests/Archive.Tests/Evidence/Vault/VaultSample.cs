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

    public static readonly PlatformResponse Exchange = new(
        "POST",
        "https://social.example/api/v1/statuses?é=1",
        [new("accept", "application/json"), new("authorization", "*****")],
        new([.. "limit=40&access_token=********"u8], [new(22, 8)]),
        200,
        [new("Content-Type", "application/json"), new("Link", "<https://social.example/?max_id=1>; rel=\"next\"")],
        [new(1, 2)],
        new(2026, 3, 2, 9, 15, 0, 500, TimeSpan.Zero),
        new(2026, 3, 2, 9, 15, 1, 0, 1, TimeSpan.Zero));

    public static readonly GivenFile Given = new(
        "export.zip", "your_activity/posts_1.json", new("0f1ce000-1111-4222-8333-444444444444"),
        new(2026, 3, 2, 9, 15, 0, TimeSpan.Zero), []);

    public static readonly ReceivedPush Pushed = new(
        "POST",
        "https://archive.example/push/1",
        [new("content-type", "application/json"), new("x-hub-signature-256", "sha256=00")],
        new("x-hub-signature-256", new("0be70000-1111-4222-8333-444444444444"), Verified: true),
        new(2026, 3, 2, 9, 15, 0, TimeSpan.Zero),
        []);

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
