using static Archive.Benchmarks.Measured;

namespace Archive.Benchmarks;

/// <summary>Posts and comments from answer to verified archive, held to their limits.</summary>
internal static class TextLimits
{
    private const int VerifyRounds = 3;

    public static async Task Run(Arguments asked, Limits limits)
    {
        if (!asked.Wants("content", "mapping", "visit", "projection", "verify-texts"))
            return;
        Console.WriteLine(
            $"| {Say(asked.Versions)} generated versions, a tenth with pictures "
            + "| per second | µs of our processors each |");
        Console.WriteLine("|---|---|---|");
        void Told(string what, string limit, double least, Cost cost, bool oneCore = false)
        {
            Console.WriteLine($"| {what} | {cost} |");
            limits.AtLeast(limit, least, oneCore ? cost.PerCore : cost.Rate);
        }

        if (asked.Wants("content", "mapping"))
        {
            var content = new ContentBenchmark(asked.Versions);
            Console.WriteLine($"| (words of the median version: {Say(content.Words())}) | | |");
            if (asked.Wants("mapping"))
            {
                Told(
                    "mapped, one core: items", "items/s mapped on one core", 5_000,
                    await content.Mapping(), oneCore: true);
            }

            if (asked.Wants("content"))
            {
                Told(
                    "committed to, one core: members", "members/s committed to on one core", 300_000,
                    await content.Commitments(), oneCore: true);
            }
        }

        if (asked.Wants("visit", "projection", "verify-texts"))
        {
            await using var texts = await TextsBenchmark.Start(asked.Versions);
            var speed = await texts.Fill();
            Told("first visit: items", "items/s of a visit, from answer to fact", 1_500, speed.Visit);
            Console.WriteLine($"| the same visit again: items | {speed.Again} |");
            Told("made readable: versions", "versions/s made readable", 2_500, speed.Projection);
            if (asked.Wants("verify-texts"))
            {
                Told(
                    "archive verify --all: versions", "versions/s of archive verify --all", 5_000,
                    await texts.Verify(VerifyRounds));
            }
        }

        Console.WriteLine();
    }
}
