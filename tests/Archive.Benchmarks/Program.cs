using Archive.Benchmarks;
using Archive.IntegrationTests;
using static Archive.Benchmarks.Measured;

// What the parts of the archive cost beside the plain way to do the same, in one run on one machine (docs/operations.md,
// "Benchmarks"). ARCHIVE_TEST_SERVER names the PostgreSQL to use; --big goes on to a log of a million leaves.
var big = args is ["--big"];
if (args.Length > 0 && !big)
{
    Console.Error.WriteLine("Usage: Archive.Benchmarks [--big]");
    return 2;
}

var directory = Directory.CreateTempSubdirectory("archive-benchmarks-").FullName;
await WarmUp();
var database = new TestDatabase();
await database.InitializeAsync();
try
{
    await using var plain = await PlainTables.Make(database);
    var capture = new CaptureBenchmark(database, plain, directory);
    var log = new LogBenchmark(database, directory);
    var size = 0;

    // Facts and leaves up to a size; the last 10,000 of either are measured there.
    async Task<(Measured Capture, double Leaves, double Proof)> GrowTo(int target)
    {
        var (rest, before) = (new Measured(), size);
        for (; size < target - 10 * CaptureBenchmark.Batch; size += CaptureBenchmark.Batch)
            await capture.Run(rest);
        await log.Drain(size - before);
        var last = new Measured();
        for (; size < target; size += CaptureBenchmark.Batch)
            await capture.Run(last);
        var leaves = await log.Drain(10 * CaptureBenchmark.Batch);
        return (last, leaves, await log.Prove());
    }

    var sizes = new List<(int Size, Measured Capture, double Leaves, double Proof)>();
    foreach (var target in big ? [10_000, 100_000, 1_000_000] : new[] { 10_000, 100_000 })
    {
        var (measured, leaves, proof) = await GrowTo(target);
        sizes.Add((target, measured, leaves, proof));
    }

    Console.WriteLine("| At | facts/s committed | the same rows by COPY | ratio | leaves/s | ratio to facts/s | ms a proof |");
    Console.WriteLine("|---|---|---|---|---|---|---|");
    foreach (var at in sizes)
    {
        var rate = CaptureBenchmark.Batch / at.Capture.Ours;
        Console.WriteLine(
            $"| {Say(at.Size)} facts | {Say(rate)} | {Say(CaptureBenchmark.Batch / at.Capture.Plain)} | {Say(at.Capture.Ratio)} "
            + $"| {Say(at.Leaves)} | {Say(at.Leaves / rate)} | {Say(at.Proof * 1000)} |");
    }

    var (from, to) = (sizes[0], sizes[^1]);
    Console.WriteLine(
        $"| growth, {Say(from.Size)} to {Say(to.Size)} | {Say(from.Capture.Ours / to.Capture.Ours)} | {Say(from.Capture.Plain / to.Capture.Plain)} "
        + $"|  | {Say(to.Leaves / from.Leaves)} |  | {Say(from.Proof / to.Proof)} |");
    Console.WriteLine();

    Console.WriteLine("| | MB/s | the plain way, MB/s | ratio |");
    Console.WriteLine("|---|---|---|---|");
    void Bytes(string what, long length, Measured measured) => Console.WriteLine(
        $"| {what} | {Say(length / measured.Ours / 1e6)} | {Say(length / measured.Plain / 1e6)} | {Say(measured.Ratio)} |");
    Bytes("vault, an answer of 64 KB in 41 pieces; write and fsync", 41 * 1_600, await VaultBenchmark.Run(directory, 41 * 1_600, 41, 200));
    Bytes("vault, a film of 64 MB in one; write and fsync", 64 << 20, await VaultBenchmark.Run(directory, 64 << 20, 1, 5));
    var (verified, length) = await VerifyBenchmark.Run(256, 5);
    foreach (var megabytes in new[] { 0, 1024 })
    {
        var (whole, kept, versions) = await ArchiveVerifyBenchmark.Run(megabytes, 5);
        Bytes($"archive verify --all, {Say(kept / 1e6)} MB with {versions} versions; read and SHA-256 in one thread", kept, whole);
    }

    Bytes("verify an export of 256 MB (zip); SHA-256", length, verified);
    return 0;
}
finally
{
    await database.DisposeAsync();
    Directory.Delete(directory, recursive: true);
}

// In a database of its own, so that the first figures are not those of a program that is still being compiled.
async Task WarmUp()
{
    var cold = new TestDatabase();
    await cold.InitializeAsync();
    await using (var plain = await PlainTables.Make(cold))
    {
        var capture = new CaptureBenchmark(cold, plain, directory);
        var unused = new Measured();
        for (var i = 0; i < 20; i++)
            await capture.Run(unused);
        var log = new LogBenchmark(cold, Directory.CreateDirectory(Path.Combine(directory, "cold")).FullName);
        await log.Drain(20 * CaptureBenchmark.Batch);
        await log.Prove();
    }

    await cold.DisposeAsync();
}
