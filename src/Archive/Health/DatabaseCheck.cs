using System.Net.Sockets;
using Archive.Evidence;
using Archive.Storage.Postgres;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Archive.Health;

/// <summary>Whether a database answers, within seconds.</summary>
/// <param name="directory">Where the server's data is, if that is on this machine and known.</param>
public sealed class DatabaseCheck(NpgsqlDataSource database, string? directory = null) : IHealthCheck
{
    private static readonly Sentence NoAnswer = new(_ => "the database does not answer");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether this is the database not answering, or not being what this build expects.</summary>
    public static bool IsDown(Exception e) => e is NpgsqlException or SocketException or TimeoutException;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await using var ask = database.CreateCommand("SELECT 1");
            await ask.ExecuteScalarAsync(limit.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (IsDown(e)
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return HealthCheckResult.Unhealthy($"{DatabaseTrouble.Of(e, directory) ?? NoAnswer}");
        }
    }
}
