#if MARTEN
using System.CommandLine;
using Archive.Marten;

namespace Archive.Cli;

internal static class MartenCommand
{
    private static readonly Lines Lines = new("Session");

    public static Command Make()
    {
        var prepare = new Command("prepare");
        prepare.SetAction(async (_, ct) =>
        {
            if (Environment.GetEnvironmentVariable("ARCHIVE_FACTS_OWNER") is not { Length: > 0 } owner)
            {
                Lines.WriteError("OwnerOnly");
                return Session.Faulty;
            }

            await Session.Migrate(ct);
            foreach (var function in await MartenStore.Prepare(owner, ct))
                Lines.Print(function);
            return Session.Done;
        });
        return new Command("marten") { prepare };
    }
}
#endif
