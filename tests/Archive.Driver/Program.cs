using System.Globalization;
using Archive.Driver;

// Uses the product as a host does, and says on its output what the product acknowledged, a line each, when it did.
// Whoever started it kills it, cuts its power or spoils its calls, and holds the product to these lines afterwards.
//   archive-driver record                       facts, secrets, objects, log and checkpoints, until it is killed
//   archive-driver keep                         per line `DIRECTORY COUNT` of its input: objects and files, then `done`
switch (args)
{
    case ["record"]:
        await Recording.Run(writers: 4);
        return 0;
    case ["keep"]:
        DriverOutput.Line("ready");
        while (await Console.In.ReadLineAsync() is { } asked)
        {
            var parts = asked.Split(' ');
            await Keeping.Run(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
            DriverOutput.Line("done");
        }

        return 0;
    default:
        Console.Error.WriteLine("archive-driver record | keep");
        return 2;
}
