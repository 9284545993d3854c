using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Archive.Cli;

/// <summary>
/// Has a command run by the archive that is up. See <see cref="CommandRequest"/>. It speaks HTTP/1.0 (RFC 1945) over a
/// plain socket: what a command costs is the start of the runtime, and the runtime's own client would double that
/// (docs/decisions/0140).
/// </summary>
internal static class CommandClient
{
    /// <summary>The command is to be run in a process of its own (EX_UNAVAILABLE of sysexits.h).</summary>
    public const int RunItYourself = 69;

    private const int Interrupted = 130;
    private const int Ok = 200;
    private const int Misdirected = 421;

    /// <summary>Set by who looked that the archive is up: the path of its socket.</summary>
    private const string Variable = "ARCHIVE_CHANNEL";

    private static volatile bool asking;

    public static string? Channel { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } channel
        ? channel
        : null;

    /// <returns>
    /// The command's exit code; <see cref="RunItYourself"/> if it did not begin; 130 if it was broken off here.
    /// </returns>
    public static int Run(string channel, string[] arguments)
    {
        var body = Body(Environment.CurrentDirectory, arguments);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var interrupted = false;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
        var address = new UnixDomainSocketEndPoint(Worker.SocketPath.Within(channel));
        var begun = false;
        try
        {
            socket.Connect(address);
            Send(socket, CommandRequest.Path, "application/json", body);
            using var answer = new StreamReader(new NetworkStream(socket));
            var status = ReadHead(answer);
            begun = status == Ok;
            if (status is Ok && Follow(answer, address) is { } code)
                return code;
            if (status is not Ok and not 0)
                return NotBegun(status, answer.ReadToEnd());
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or JsonException)
        {
            // said below: the archive is not there, went away, or was left
        }

        if (interrupted)
        {
            Say("BrokenOff");
            return Interrupted;
        }

        if (!begun)
            return RunItYourself;
        Say("Stopped");
        return Session.Faulty;

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupted = true;
            socket.Close(); // the end of the connection is what tells the archive
            if (!asking)
                return;
            Say("BrokenOff"); // nothing else ends a wait for a key
            Environment.Exit(Interrupted);
        }
    }

    private static byte[] Body(string directory, string[] arguments)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("arguments");
            foreach (var argument in arguments)
                json.WriteStringValue(argument);
            json.WriteEndArray();
            json.WriteString("directory", directory);
            json.WriteBoolean("errorIsRedirected", Console.IsErrorRedirected);
            json.WriteStartObject("environment");
            foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
            {
                var name = (string)variable.Key;
                if (name is "LC_ALL" or "LC_MESSAGES" or "LANG" or "SUDO_USER"
                    || (name.StartsWith("ARCHIVE_", StringComparison.Ordinal) && name != Variable))
                {
                    json.WriteString(name, (string?)variable.Value);
                }
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private static void Send(Socket socket, string path, string type, byte[] body)
    {
        var head = $"POST {path} HTTP/1.0\r\nHost: archive\r\nContent-Type: {type}\r\n";
        byte[] whole = [.. Encoding.ASCII.GetBytes($"{head}Content-Length: {body.Length}\r\n\r\n"), .. body];
        for (var sent = 0; sent < whole.Length;)
            sent += socket.Send(whole, sent, whole.Length - sent, SocketFlags.None);
    }

    /// <returns>The status; 0 if the answer ended before it was told.</returns>
    private static int ReadHead(StreamReader answer)
    {
        var status = answer.ReadLine() is { Length: >= 12 } line // HTTP/1.1 200
            ? int.Parse(line.AsSpan(9, 3), CultureInfo.InvariantCulture)
            : 0;
        while (answer.ReadLine() is { Length: > 0 })
        {
            // no header says what the lines of the body do not
        }

        return status;
    }

    private static int NotBegun(int status, string why)
    {
        if (status != Misdirected)
        {
            Say("NotUnderstood", status);
            return Session.Faulty;
        }

        if (why.Length > 0)
            Console.Error.WriteLine(why);
        return RunItYourself;
    }

    /// <returns>The exit code; null if the answer ended without one.</returns>
    private static int? Follow(StreamReader answer, UnixDomainSocketEndPoint address)
    {
        using var output = Console.OpenStandardOutput();
        using var error = Console.OpenStandardError();
        while (answer.ReadLine() is { } line)
        {
            using var part = JsonDocument.Parse(line);
            if (part.RootElement.TryGetProperty("out", out var written))
                output.Write(Encoding.UTF8.GetBytes(written.GetString()!));
            else if (part.RootElement.TryGetProperty("err", out written))
                error.Write(Encoding.UTF8.GetBytes(written.GetString()!));
            else if (part.RootElement.TryGetProperty("exit", out var code))
                return code.GetInt32();
            else
                Answer(address, part.RootElement);
        }

        return null;
    }

    private static void Answer(UnixDomainSocketEndPoint address, JsonElement question)
    {
        asking = true;
        var prompt = question.GetProperty("ask").GetString()!;
        var typed = question.GetProperty("seen").GetBoolean() ? Typed.Seen(prompt) : Typed.Unseen(prompt);
        asking = false;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(address);
        Send(socket, question.GetProperty("at").GetString()!, "text/plain", Encoding.UTF8.GetBytes(typed));
        socket.Receive(new byte[1]); // until it was taken
    }

    private static void Say(string key, params object[] arguments) => new Lines("Session").WriteError(key, arguments);
}
