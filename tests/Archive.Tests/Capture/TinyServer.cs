using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Archive.Tests.Capture;

/// <summary>A server on loopback that answers with exactly the bytes a test gives it, however bad.</summary>
internal sealed class TinyServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<string, int, NetworkStream, Task> answer;
    private readonly Task serving;

    /// <param name="answer">
    /// Gets the path, how often it was asked for (from 0), and the connection, closed afterwards.
    /// </param>
    public TinyServer(Func<string, int, NetworkStream, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        serving = Serve();
    }

    public TinyServer(Func<string, int, byte[]> answer)
        : this(async (path, asked, connection) => await connection.WriteAsync(answer(path, asked)))
    {
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The requests as they came, headers and all.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public Uri At(string path) => new($"http://127.0.0.1:{Port}{path}");

    public static byte[] Reply(int status, string headers = "", byte[]? body = null) =>
    [
        .. Encoding.Latin1.GetBytes(
            $"HTTP/1.1 {status} X\r\nConnection: "
                + $"close\r\n{headers}{(body is null ? "" : $"Content-Length: {body.Length}\r\n")}\r\n"),
        .. body ?? [],
    ];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await serving;
        stop.Dispose();
    }

    private async Task Serve()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                _ = Answer(await listener.AcceptTcpClientAsync(stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static bool IsWhole(string request)
    {
        var body = request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        var length = Regex.Match(request, "\r\ncontent-length: ([0-9]+)\r\n", RegexOptions.IgnoreCase);
        return body >= 4
            && request.Length - body
                == (length.Success ? int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
    }

    private async Task Answer(TcpClient client)
    {
        using (client)
        {
            try
            {
                var connection = client.GetStream();
                var request = new StringBuilder();
                var buffer = new byte[4096];
                while (!IsWhole(request.ToString()))
                {
                    var n = await connection.ReadAsync(buffer, stop.Token);
                    if (n == 0)
                        return;
                    request.Append(Encoding.Latin1.GetString(buffer, 0, n));
                }

                var path = request.ToString().Split(' ')[1];
                var asked = Requests.Count(r => r.Split(' ')[1] == path);
                Requests.Enqueue(request.ToString());
                await answer(path, asked, connection);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client left first; that is what some tests are about.
            }
        }
    }
}
