using Archive.Keys;
using Archive.Storage.Anchor;
using Archive.Storage.Keys;
using Archive.Storage.Postgres;
using Archive.Storage.Witnesses;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Anchoring;

/// <summary>The anchor log, its time-stamps, and witnesses.</summary>
public static class AnchoringServices
{
    public static IServiceCollection AddAnchoring(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(
            settings.Checked(AnchoringOptions.Read(settings), language => new AnchoringOptions.Rules(language)));
        services.AddSingleton(s => new OutsideAnchor(s.GetRequiredService<ArchiveHome>().CheckpointPath));
        services.AddSingleton(s => new AnchorLog(
            s.GetRequiredService<SequencerDatabase>(), s.GetRequiredService<ArchiveHome>().AnchorKeys(),
            s.GetRequiredService<OutsideAnchor>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new AnchorVerification(
            s.GetRequiredService<FactsDatabase>(), s.GetRequiredService<ArchiveHome>().AnchorKeys(),
            s.GetRequiredService<OutsideAnchor>()));
        services.AddSingleton(s => new Witnessing(
            s.GetRequiredService<SequencerDatabase>(), s.GetRequiredService<LogKeys>(),
            s.GetRequiredService<AnchoringOptions>().Witnesses, s.GetRequiredService<ArchiveHome>().ContradictionsPath,
            Witnessing.Client(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TimeStampStore>();
        services.AddSingleton<AuthorityClient>();
        services.AddSingleton<RevocationFetch>();
        services.AddSingleton<TimeStamping>();
        services.AddSingleton<TimeStampRenewal>();
        services.AddSingleton<TimeStampState>();
        services.AddSingleton<DailyAnchor>();
        return services;
    }
}
