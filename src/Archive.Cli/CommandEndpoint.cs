using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Archive.Cli;

/// <summary>
/// Runs commands for callers on the channel, in the archive that is up. See <see cref="CommandRequest"/>.
/// </summary>
internal sealed class CommandEndpoint(IServiceProvider archive)
{
    public const string Answers = "/answers";

    private static readonly Lines Lines = new("Session");

    /// <summary>
    /// What works only in a process of its own: with the owner's rights, on databases that nobody serves, for another
    /// archive, or with no archive at all.
    /// </summary>
    private static readonly string[] Alone = ["up", "migrate", "marten", "restore", "keys restore", "demo", "witness"];

    private readonly OpenQuestions questions = new();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(CommandRequest.Path, Run);
        routes.MapPost(Answers + "/{id}", Answer);
    }

    /// <summary>Whether the command has to be run in the caller's own process.</summary>
    public static bool RunsAlone(IReadOnlyList<string> arguments) =>
        arguments.Count == 0 || Alone.Any(a => string.Join(' ', arguments.Take(a.Split(' ').Length)) == a);

    private async Task<IResult> Answer(Guid id, HttpRequest request)
    {
        using var typed = new StreamReader(request.Body);
        return questions.Answer(id, await typed.ReadToEndAsync(request.HttpContext.RequestAborted))
            ? Results.NoContent()
            : Results.NotFound();
    }

    private async Task Run(CommandRequest request, HttpContext context)
    {
        var response = context.Response;
        var caller = new RemoteCaller(request, response, questions, archive);
        Caller.Is(caller);
        if (RunsAlone(request.Arguments) || request.SetOtherwise() is not null)
        {
            response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            if (request.SetOtherwise() is { } name && !RunsAlone(request.Arguments))
                await response.WriteAsync(Lines.Text("SetOtherwise", name), context.RequestAborted);
            return;
        }

        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        response.ContentType = "application/x-ndjson";
        // Told before anything is done: without it the caller takes the command for not begun, and runs it himself.
        await response.Body.FlushAsync(context.RequestAborted);
        var stopping = archive.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var code = await ArchiveCommands.Run(request.Arguments, ends.Token);
        if (stopping.IsCancellationRequested)
            Lines.WriteError("Stopping");
        if (!context.RequestAborted.IsCancellationRequested)
            caller.End(code);
    }
}
