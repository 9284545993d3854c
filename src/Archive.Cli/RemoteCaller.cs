using System.Text;
using System.Text.Json;
using Archive.Evidence;
using Microsoft.AspNetCore.Http;

namespace Archive.Cli;

/// <summary>Another process on this machine that a command is run for, reached by the lines of one answer.</summary>
internal sealed class RemoteCaller(
    CommandRequest request, HttpResponse response, OpenQuestions questions, IServiceProvider archive) : Caller
{
    private readonly Lock turn = new();
    private bool ended;
    private TextWriter? output;
    private TextWriter? error;
    private TextWriter? rawError;

    public override Language Language { get; } = Language.FromEnvironment(request.Environment.GetValueOrDefault);

    public override TextWriter Output => output ??= new VisibleWriter(new Written(this, "out"));

    public override TextWriter Error => error ??= new VisibleWriter(RawError);

    public override TextWriter RawError => rawError ??= new Written(this, "err");

    public override bool ErrorIsRedirected => request.ErrorIsRedirected;

    public override IServiceProvider Archive => archive;

    public override string Path(string typed) => System.IO.Path.GetFullPath(typed, request.Directory);

    public override string? Secret(string variable) => request.Environment.GetValueOrDefault(variable);

    public override async Task<string> Ask(string prompt, CancellationToken ct, bool seen = false)
    {
        using var question = questions.Open();
        Send(line =>
        {
            line.WriteString("ask", VisibleText.Of(prompt));
            line.WriteString("at", question.Path);
            line.WriteBoolean("seen", seen);
        });
        return await question.Answer.WaitAsync(ct);
    }

    public void End(int exit)
    {
        Send(line => line.WriteNumber("exit", exit));
        lock (turn)
            ended = true; // what the command left behind in the background has no caller any more
    }

    private void Send(Action<Utf8JsonWriter> write)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        // One line at a time, and no further than the caller reads: what is written here waits as on a terminal.
        lock (turn)
        {
            if (ended || response.HttpContext.RequestAborted.IsCancellationRequested)
                return; // nobody reads: the command is told to stop by its token, not by a failure to speak
            try
            {
                response.Body.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
                response.Body.Flush();
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                ended = true;
            }
        }
    }

    private sealed class Written(RemoteCaller caller, string member) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(string? value)
        {
            if (value is { Length: > 0 })
                caller.Send(line => line.WriteString(member, value));
        }

        public override void WriteLine(string? value) => Write(value + "\n");

        public override void WriteLine() => Write("\n");

        public override Task WriteLineAsync(string? value)
        {
            WriteLine(value);
            return Task.CompletedTask;
        }
    }
}
