using System.Globalization;
using Archive.Replay.Recorded;
using Archive.Replay.Sample;

namespace Archive.Replay;

/// <summary>What the command line asked for. Small enough to read without a library.</summary>
internal sealed record CommandLine(IPlatform Platform, string Name, int Port, string? PortFile)
{
    public const string Usage = """
        Archive.Replay plays a social platform on 127.0.0.1.
          --sample             the sample municipality, @gemeente@voorbeeldstad.example
          --recorded FOLDER    recorded answers of a real server
          --port N             the port; 0, the default, takes a free one
          --port-file FILE     writes the port there when the server is ready
        """;

    /// <returns>Null if the arguments are not as in <see cref="Usage"/>.</returns>
    public static CommandLine? Read(string[] arguments)
    {
        IPlatform? platform = null;
        string? portFile = null;
        var (name, port) = ("", 0);
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--sample":
                    (platform, name) = (new SamplePlatform(), "The sample municipality");
                    continue;
                case "--recorded" when value is not null && Directory.Exists(value):
                    (platform, name) = (new RecordedPlatform(value), $"The recording {Path.GetFileName(value)}");
                    break;
                case "--port" when ushort.TryParse(
                    value,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var asked):
                    port = asked;
                    break;
                case "--port-file" when value is not null:
                    portFile = value;
                    break;
                default:
                    return null;
            }

            i++;
        }

        return platform is null ? null : new CommandLine(platform, name, port, portFile);
    }

    /// <summary>The file appears whole or not at all: whoever waits for it may read it at once.</summary>
    public void WritePort(int port)
    {
        if (PortFile is null)
        {
            return;
        }

        var half = PortFile + ".half";
        File.WriteAllText(half, port.ToString(CultureInfo.InvariantCulture) + "\n");
        File.Move(half, PortFile, overwrite: true);
    }
}
