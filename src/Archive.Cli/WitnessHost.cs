using System.Net;
using Archive.Evidence;
using Archive.Evidence.Notes;
using Archive.Storage.Witnesses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Archive.Cli;

/// <summary>
/// A witness on the network: `POST add-checkpoint` and `GET origin hash/checkpoint` (c2sp.org/tlog-witness).
/// </summary>
internal static partial class WitnessHost
{
    private const string Plain = "text/plain; charset=utf-8";

    public static WebApplication Build(Witness witness, IPEndPoint listen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = AddCheckpoint.MostBytes;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            server.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
            // who is slow is cut off by Kestrel's least rate, so these suffice
            server.Limits.MaxConcurrentConnections = 200;
            server.Listen(listen);
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddSimpleConsole(o =>
        {
            o.SingleLine = true;
            o.ColorBehavior = LoggerColorBehavior.Disabled; // colours command a terminal
        });

        var site = builder.Build();
        site.MapPost("/add-checkpoint", context => Add(witness, context, site.Logger));
        site.MapGet("/{origin}/checkpoint", (string origin) =>
            Digest.TryParse(origin, out var hash) && witness.Latest(hash) is { } note
                ? Results.Bytes(note, Plain)
                : Results.NotFound());
        return site;
    }

    private static async Task Add(Witness witness, HttpContext context, ILogger logger)
    {
        WitnessResponse answer;
        try
        {
            answer = witness.Add(await Body(context.Request));
        }
        catch (BadHttpRequestException e) // too large, too slow, broken off
        {
            context.Response.StatusCode = e.StatusCode;
            return;
        }
        catch (Exception e) when (e is FaultException or IOException)
        {
            Broken(logger, e);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        if (answer.Status is WitnessStatus.NotContinued)
            Contradicted(logger);
        context.Response.StatusCode = (int)answer.Status;
        context.Response.ContentType = answer.Status is WitnessStatus.OtherSize ? "text/x.tlog.size" : Plain;
        await context.Response.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static async Task<byte[]> Body(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted); // Kestrel holds it to its limit
        return body.ToArray();
    }

    [LoggerMessage(6101, LogLevel.Critical, "Nothing is cosigned")]
    private static partial void Broken(ILogger logger, Exception e);

    [LoggerMessage(
        6102,
        LogLevel.Critical,
        "A log sent a signed checkpoint that does not continue what was cosigned; see the folder 'contradictions'")]
    private static partial void Contradicted(ILogger logger);
}
