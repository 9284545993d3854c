using System.Globalization;
using System.Net;
using Archive.Evidence.Canonical;
using Archive.Evidence.Notes;

namespace Archive.Storage.Witnesses;

/// <summary>What came of asking a witness.</summary>
internal abstract record WitnessReply
{
    /// <param name="Line">Verified under the checkpoint.</param>
    public sealed record Cosigned(NoteSignature Line, DateTimeOffset At) : WitnessReply;

    /// <summary>Nothing that helps; ask again later.</summary>
    public sealed record NoAnswer : WitnessReply;

    /// <summary>
    /// It will not cosign: it does not watch our log, or has another key of it. Its keeper needs our verifier key.
    /// </summary>
    public sealed record Refused : WitnessReply;

    /// <summary>It says that it cosigned a checkpoint of our log that ours does not continue.</summary>
    /// <param name="Size">Of that checkpoint, if it is larger than ours.</param>
    public sealed record NotContinued(ulong? Size) : WitnessReply;
}

/// <summary>
/// Asks one witness, as c2sp.org/tlog-witness says. Whatever it answers or does not, this does not throw.
/// </summary>
/// <param name="http">Follows no redirects, holds back no answer for long, and takes in no large one.</param>
internal sealed class WitnessClient(HttpClient http, KnownWitness witness, TimeProvider clock)
{
    /// <summary>A witness's clock may differ from ours; a time beyond this would let it cosign ahead.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromHours(1);

    private const int MostTries = 3;

    /// <param name="old">Size that it is thought to have cosigned last.</param>
    /// <param name="proof">Consistency proof from a size to the checkpoint.</param>
    public async Task<WitnessReply> Ask(
        SignedNote checkpoint, ulong old, Func<ulong, Task<IReadOnlyList<byte[]>>> proof, CancellationToken ct)
    {
        var size = Checkpoint.Parse(checkpoint.Text).Size;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var request = new AddCheckpoint(old, old == 0 ? [] : await proof(old), checkpoint);
            var (status, body) = await Send(
                () => new(HttpMethod.Post, new Uri(witness.Url, "add-checkpoint")) {
                    Content = new ByteArrayContent(request.ToBytes()) }, ct);
            switch (status)
            {
                case HttpStatusCode.OK:
                    return Cosignature(checkpoint, body);
                case HttpStatusCode.Conflict:
                    if (!TrySize(body, out old))
                        return new WitnessReply.NoAnswer();
                    if (old > size)
                        return new WitnessReply.NotContinued(old);
                    continue; // from what it has
                case HttpStatusCode.UnprocessableEntity:
                    return new WitnessReply.NotContinued(null);
                case HttpStatusCode.NotFound or HttpStatusCode.Forbidden:
                    return new WitnessReply.Refused();
                default:
                    return new WitnessReply.NoAnswer();
            }
        }

        return new WitnessReply.NoAnswer(); // it names another size each time
    }

    /// <returns>
    /// The last checkpoint of a log that it cosigned, with its line verified; null if it does not give it.
    /// </returns>
    public async Task<SignedNote?> Latest(string origin, CancellationToken ct)
    {
        var (status, body) = await Send(
            () => new(HttpMethod.Get, new Uri(witness.Url, $"{Witness.OriginHash(origin)}/checkpoint")),
            ct);
        try
        {
            return status == HttpStatusCode.OK && SignedNote.Parse(body) is var note && note.Verify(witness.Key)
                ? note
                : null;
        }
        catch (FormatException)
        {
            return null; // what cannot be read proves nothing, and its absence is told as such
        }
    }

    private WitnessReply Cosignature(SignedNote checkpoint, byte[] body)
    {
        try
        {
            var note = SignedNote.Parse([.. StrictText.ToUtf8($"{checkpoint.Text}\n"), .. body]);
            return Cosigner.TimeOf(note, witness.Key) is { } at && at <= clock.GetUtcNow() + MostAhead
                ? new WitnessReply.Cosigned(note.Signatures.First(line => line.IsBy(witness.Key)), at)
                : new WitnessReply.NoAnswer();
        }
        catch (FormatException)
        {
            return new WitnessReply.NoAnswer();
        }
    }

    private static bool TrySize(byte[] body, out ulong size) => ulong.TryParse(
        body is [.. var digits, (byte)'\n']
            ? digits
            : default(ReadOnlySpan<byte>), NumberStyles.None, CultureInfo.InvariantCulture, out size);

    /// <returns>No status if the witness cannot be reached, or takes too long.</returns>
    private async Task<(HttpStatusCode? Status, byte[] Body)> Send(
        Func<HttpRequestMessage> request,
        CancellationToken ct)
    {
        try
        {
            using var asked = request();
            using var answer = await http.SendAsync(asked, ct);
            return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(ct));
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return (null, []);
        }
    }
}
