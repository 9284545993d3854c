using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Cli;

/// <summary>
/// Alarms and other errors of the log that arise from a command, told to its caller too, as a command that runs by
/// itself tells them.
/// </summary>
internal sealed class CallerLog : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Told(categoryName);

    public void Dispose()
    {
    }

    private sealed class Told(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error && Caller.Now is RemoteCaller;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                AlarmFormatter.Write(
                    new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), Caller.Now.Error);
        }
    }
}
