#if MARTEN

namespace Archive.Cli;

internal static class MartenCommand
{
    public static Command Make()
    {
        var prepare = new Command("prepare", "Let Marten make the functions it appends with, as the owner of the "
            + "database (ARCHIVE_FACTS_OWNER).");
        prepare.SetAction(async (_, ct) =>
        {
            if (Environment.GetEnvironmentVariable("ARCHIVE_FACTS_OWNER") is not { Length: > 0 } owner)
            {
                await Console.Error.WriteLineAsync("ARCHIVE_FACTS_OWNER is not set: only the owner of the archive "
                    + "database may make functions in it.");
                return Session.Faulty;
            }

            await Session.Migrate(ct);
            foreach (var function in await MartenStore.Prepare(owner, ct))
                Console.WriteLine(function);
            return Session.Done;
        });
        return new Command("marten", "The event store on the Marten package (docs/decisions/0091).") { prepare };
    }
}
#endif
