using Archive.Evidence;
using Archive.Storage.Log;

namespace Archive.Integrity;

/// <summary>How people are told of a finding's kind.</summary>
public static class FindingLabels
{
    private static readonly Texts Texts =
        new("Archive.Integrity.Resources.FindingKinds", typeof(FindingLabels).Assembly);

    public static string Of(FindingKind kind, Language language) => Texts.In(language, $"Finding.{kind}");

    public static string Of(LogFindingKind kind, Language language) => Of(KindOf(kind), language);

    internal static FindingKind KindOf(LogFindingKind kind) => kind switch
    {
        LogFindingKind.FactAltered or LogFindingKind.FactMissing => FindingKind.FactAltered,
        LogFindingKind.FactNotInLog => FindingKind.FactNotInLog,
        LogFindingKind.LeafMissing or LogFindingKind.LeafAltered or LogFindingKind.TileDiffers
            or LogFindingKind.CheckpointDiffers => FindingKind.LogInconsistent,
        LogFindingKind.RowSetAside => FindingKind.RowSetAside,
        LogFindingKind.StreamDiffers => FindingKind.StreamDiffers,
    };
}
