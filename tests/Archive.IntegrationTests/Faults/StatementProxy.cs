using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Archive.IntegrationTests.Faults;

/// <summary>
/// Stands between the product and PostgreSQL, and holds one statement back until told to let it go. It knows of the
/// protocol where a message begins and ends; a statement is counted where its snapshot is taken, at its Bind or Query.
/// </summary>
internal sealed class StatementProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly NpgsqlConnectionStringBuilder server;
    private readonly CancellationTokenSource end = new();
    private readonly Task accepting;
    private readonly Lock gate = new();
    private int passed;
    private Hold? next;

    /// <param name="connectionString">Of the database itself.</param>
    public StatementProxy(string connectionString)
    {
        server = new(connectionString);
        listener.Start();
        accepting = Accept();
    }

    /// <summary>Of the same database through this proxy.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(server.ConnectionString)
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Statements that came by since <see cref="HoldAt"/>, or since the start.</summary>
    public int Passed
    {
        get
        {
            lock (gate)
                return passed;
        }
    }

    /// <summary>Holds back one of the statements that come from now on, whichever connection it comes by.</summary>
    /// <param name="statement">Counted from 1; no statement is held if fewer come.</param>
    public Hold HoldAt(int statement)
    {
        lock (gate)
        {
            passed = 0;
            return next = new(statement);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
        listener.Dispose();
    }

    private async Task Accept()
    {
        while (true)
            _ = Serve(await listener.AcceptTcpClientAsync(end.Token));
    }

    private async Task Serve(TcpClient client)
    {
        using var ours = client;
        using var theirs = new TcpClient();
        try
        {
            await theirs.ConnectAsync(server.Host!, server.Port, end.Token);
            (ours.NoDelay, theirs.NoDelay) = (true, true);
            await using var asked = ours.GetStream();
            await using var answered = theirs.GetStream();
            await Task.WhenAny(Forward(asked, answered), answered.CopyToAsync(asked, end.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One of the two went away; that is what the other hears as well.
        }
    }

    /// <summary>Message by message; the first, of the start of a session, has no letter before its length.</summary>
    private async Task Forward(NetworkStream from, NetworkStream to)
    {
        var head = new byte[5];
        await from.ReadExactlyAsync(head.AsMemory(0, 4), end.Token);
        await Pass(head.AsMemory(0, 4), BinaryPrimitives.ReadInt32BigEndian(head) - 4);
        while (true)
        {
            await from.ReadExactlyAsync(head, end.Token);
            if ((char)head[0] is 'B' or 'Q')
                await Turn();
            await Pass(head, BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4);
        }

        async Task Pass(ReadOnlyMemory<byte> begin, int length)
        {
            var message = new byte[begin.Length + length];
            begin.CopyTo(message);
            await from.ReadExactlyAsync(message.AsMemory(begin.Length), end.Token);
            await to.WriteAsync(message, end.Token);
        }
    }

    private Task Turn()
    {
        lock (gate)
        {
            passed++;
            return next?.Statement == passed ? next.Wait() : Task.CompletedTask;
        }
    }

    /// <summary>A statement that is held back, or will be.</summary>
    internal sealed class Hold(int statement)
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Statement => statement;

        /// <summary>Ends when the statement is there, and waits.</summary>
        public Task Reached => reached.Task;

        public void Release() => released.TrySetResult();

        public Task Wait()
        {
            reached.TrySetResult();
            return released.Task;
        }
    }
}
