using Archive.Benchmarks;
using Archive.IntegrationTests;
using static Archive.Benchmarks.Measured;

// What the parts of the archive cost beside the plain way to do the same, in one run on one machine
// (docs/operations.md, "Benchmarks"). ARCHIVE_TEST_SERVER names the PostgreSQL to use; --big goes on to a log of a
// million leaves.
if (Arguments.Parse(args) is not { } asked)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

var big = asked.Big;
var limits = new Limits();
await TextLimits.Run(asked, limits);
if (asked.Wants("export"))
    await ExportBenchmark.Run(asked.Documents, asked.Keep, limits);
if (!asked.All && !asked.Wants("growth"))
{
    limits.Print();
    return 0;
}

var directory = Directory.CreateTempSubdirectory("archive-benchmarks-").FullName;
await WarmUp();
if (!asked.All)
{
    await Grow();
    limits.Print();
    Directory.Delete(directory, recursive: true);
    return 0;
}

var database = new TestDatabase();
await database.InitializeAsync();
try
{
    await using var plain = await PlainTables.Make(database);
    var capture = new CaptureBenchmark(database, directory);
    var log = new LogBenchmark(database, directory);
    var size = 0;

    // Facts and leaves up to a size, beside the plain way; the last 20,000 of either are measured there.
    async Task<(Measured Capture, double Leaves, double Proof)> GrowTo(int target)
    {
        var (rest, before) = (new Measured(), size);
        for (; size < target - 20 * CaptureBenchmark.Batch; size += CaptureBenchmark.Batch)
            await capture.Beside(plain, rest);
        await log.Drain(size - before);
        before = size;
        var last = new Measured();
        for (; size < target; size += CaptureBenchmark.Batch)
            await capture.Beside(plain, last);
        var leaves = await log.Drain(size - before);
        return (last, leaves, await log.Prove());
    }

    Console.WriteLine(
        "| At | facts/s committed | the same rows by COPY | ratio | leaves/s | ratio to facts/s | ms a proof |");
    Console.WriteLine("|---|---|---|---|---|---|---|");
    foreach (var target in new[] { 20_000, 100_000 })
    {
        var (committed, leaves, proof) = await GrowTo(target);
        var rate = CaptureBenchmark.Batch / committed.Ours;
        Console.WriteLine(
            $"| {Say(target)} facts | {Say(rate)} | {Say(CaptureBenchmark.Batch / committed.Plain)} | "
                + $"{Say(committed.Ratio)} "
            + $"| {Say(leaves)} | {Say(leaves / rate)} | {Say(proof * 1000)} |");
        if (target < 100_000)
            continue;
        limits.AtLeast("committing, beside COPY of the same rows", 0.7, committed.Ratio);
        limits.AtLeast("leaves/s", 20_000, leaves);
    }

    Console.WriteLine();
    if (big)
        await Grow();

    Console.WriteLine("| | MB/s | the plain way, MB/s | ratio |");
    Console.WriteLine("|---|---|---|---|");
    void Bytes(string what, long length, Measured measured) => Console.WriteLine(
        $"| {what} | {Say(length / measured.Ours / 1e6)} | {Say(length / measured.Plain / 1e6)} | "
            + $"{Say(measured.Ratio)} |");
    Bytes(
        "vault, an answer of 64 KB in 41 pieces; write and fsync",
        41 * 1_600,
        await VaultBenchmark.Run(directory, 41 * 1_600, 41, 200));
    Bytes(
        "vault, a film of 64 MB in one; write and fsync",
        64 << 20,
        await VaultBenchmark.Run(directory, 64 << 20, 1, 5));
    var (verified, length) = await VerifyBenchmark.Run(256, 5);
    foreach (var megabytes in new[] { 0, 1024 })
    {
        var (whole, kept, versions) = await ArchiveVerifyBenchmark.Run(megabytes, 5);
        Bytes(
            $"archive verify --all, {Say(kept / 1e6)} MB with {versions} versions; read and SHA-256 in one thread",
            kept,
            whole);
    }

    Bytes("verify an export of 256 MB (zip); SHA-256", length, verified);
    Console.WriteLine();
    limits.Print();
    return 0;
}
finally
{
    await database.DisposeAsync();
    Directory.Delete(directory, recursive: true);
}

// A million facts in databases of their own: what one more costs there, and a proof.
async Task Grow()
{
    var own = new TestDatabase();
    await own.InitializeAsync();
    var growth = new GrowthBenchmark(own, Directory.CreateDirectory(Path.Combine(directory, "growth")).FullName);
    var (from, to) = (await growth.GrowTo(100_000), await growth.GrowTo(1_000_000));
    await own.DisposeAsync();

    Console.WriteLine("| At | µs a fact to commit | µs a fact to sequence | both | ms a proof |");
    Console.WriteLine("|---|---|---|---|---|");
    foreach (var (size, at) in new[] { (100_000, from), (1_000_000, to) })
    {
        Console.WriteLine(
            $"| {Say(size)} facts | {Say(at.Commit * 1e6)} | {Say(at.Sequence * 1e6)} | "
                + $"{Say((at.Commit + at.Sequence) * 1e6)} | {Say(at.Proof * 1000)} |");
    }

    Console.WriteLine();
    limits.AtLeast("leaves/s at a million facts", 20_000, 1 / to.Sequence);
    limits.AtMost("ms a proof at a million leaves", 1, to.Proof * 1000);
    limits.AtMost(
        "cost of a fact at a million, beside at 100,000",
        1.15,
        (to.Commit + to.Sequence) / (from.Commit + from.Sequence));
}

// In a database of its own, so that the first figures are not those of a program that is still being compiled.
async Task WarmUp()
{
    var cold = new TestDatabase();
    await cold.InitializeAsync();
    await using (var plain = await PlainTables.Make(cold))
    {
        var capture = new CaptureBenchmark(cold, directory);
        var unused = new Measured();
        for (var i = 0; i < 20; i++)
            await capture.Beside(plain, unused);
        var log = new LogBenchmark(cold, Directory.CreateDirectory(Path.Combine(directory, "cold")).FullName);
        await log.Drain(20 * CaptureBenchmark.Batch);
        for (var i = 0; i < 5; i++)
            await log.Prove();
    }

    await cold.DisposeAsync();
}
