using Archive.Replay.Faults;

namespace Archive.Replay;

/// <summary>Puts an answer on the connection, whole or spoilt.</summary>
internal sealed class Wire(TimeProvider clock)
{
    private const int Drops = 20;

    public Task Send(HttpContext http, Reply reply, FaultRule? fault)
    {
        if (fault is null)
        {
            return Send(http, reply);
        }

        var spoilt = SpoiltReply.Of(reply, fault, clock.GetUtcNow());
        return fault.Kind switch
        {
            FaultKind.SlowDrip => Drip(http, spoilt, TimeSpan.FromSeconds(fault.Seconds)),
            FaultKind.CutMidBody => Cut(http, spoilt),
            FaultKind.HugeBody => Chunked(http, spoilt),
            _ => Send(http, spoilt),
        };
    }

    public static async Task Send(HttpContext http, Reply reply)
    {
        Head(http, reply, reply.Body.Length);
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(reply.Body, http.RequestAborted);
        }
    }

    private static async Task Chunked(HttpContext http, Reply reply)
    {
        Head(http, reply, length: null);
        try
        {
            foreach (var chunk in reply.Body.Chunk(64 * 1024))
            {
                await http.Response.Body.WriteAsync(chunk, http.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The caller had enough, as it should.
        }
    }

    private async Task Drip(HttpContext http, Reply reply, TimeSpan during)
    {
        Head(http, reply, reply.Body.Length);
        try
        {
            foreach (var drop in reply.Body.Chunk(Math.Max(1, (reply.Body.Length + Drops - 1) / Drops)))
            {
                await http.Response.Body.WriteAsync(drop, http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                await Task.Delay(during / Drops, clock, http.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The caller had enough, as it should.
        }
    }

    private static async Task Cut(HttpContext http, Reply reply)
    {
        Head(http, reply, reply.Body.Length);
        await http.Response.Body.WriteAsync(reply.Body.AsMemory(0, reply.Body.Length / 2), http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        http.Abort();
    }

    private static void Head(HttpContext http, Reply reply, long? length)
    {
        http.Response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            http.Response.Headers.Append(name, value);
        }

        http.Response.Headers["x-replay"] = reply.Origin.ToString().ToLowerInvariant();
        http.Response.ContentLength = length;
    }
}
