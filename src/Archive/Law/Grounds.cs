using Archive.Evidence;

namespace Archive.Law;

/// <summary>The table of grounds in force: what an officer may write, and what each means.</summary>
public sealed class Grounds
{
    private readonly Dictionary<GroundCode, Ground> table;
    private readonly Dictionary<GroundCode, Ground> alsoWritten = [];
    private readonly IReadOnlyList<string> laws;
    private readonly string? formerLaw;

    private Grounds(GroundsFile file, Dictionary<GroundCode, Ground> table)
    {
        this.table = table;
        (laws, formerLaw, Basis) = (file.Laws, file.FormerLaw, file.Basis);
    }

    /// <summary>The articles all of them stand in, as a letter cites them: "Woo art. 5.1, 5.2".</summary>
    public string Basis { get; }

    public IEnumerable<Ground> All => table.Values;

    /// <summary>A table that lies in `Data` beside the kind of request it is for.</summary>
    /// <exception cref="FaultException">The table is not there or not in order.</exception>
    public static Grounds Embedded(Type kind, string file)
    {
        using var json = LegalData.Embedded(kind, file);
        return Load(json, file);
    }

    /// <exception cref="FaultException">
    /// The data contradicts itself or lacks what a ground needs; the message says which.
    /// </exception>
    public static Grounds Load(Stream json, string name)
    {
        var file = LegalData.Read<GroundsFile>(json, name);
        if (file.Laws is [])
            throw Sentences.Fault("law.no-name", name);
        var table = new Dictionary<GroundCode, Ground>();
        var grounds = new Grounds(file, table);
        foreach (var row in file.Grounds)
        {
            var from = row.ValidFrom ?? file.ValidFrom;
            var ground = new Ground(
                new GroundCode(row.Code), row.Article, row.Nl, row.En, row.Kind, row.NeedsReasons, row.Formerly,
                row.Certainty, from, row.ValidTo ?? file.ValidTo);
            if (Problem(ground) is { } problem)
                throw Sentences.Fault("law.ground-wrong", name, row.Code, Sentences.Of(problem));
            if (!table.TryAdd(ground.Code, ground))
                throw Sentences.Fault("law.ground-twice", name, row.Code);
            foreach (var other in row.AlsoWritten ?? [])
                grounds.alsoWritten[new(other)] = ground;
        }

        return grounds;
    }

    /// <summary>What was recorded is always found, whether or not it still holds.</summary>
    public Ground Of(GroundCode code) => table.TryGetValue(code, out var ground)
        ? ground
        : throw Sentences.Fault("law.ground-unknown", code);

    /// <summary>Reads what an officer wrote, in any notation in use.</summary>
    /// <param name="today">The day the ground has to hold on.</param>
    /// <returns>The ground, or why it is not taken.</returns>
    public Outcome<Ground> Find(string written, DateOnly today)
    {
        if (GroundCode.Normalise(written, laws) is not { } code
            || (!table.TryGetValue(code, out var ground) && !alsoWritten.TryGetValue(code, out ground)))
            return NoGround(written);
        if (ground.Kind == GroundKind.NoGround)
            return new Refusal(
                "law.withholds-nothing", Archive.Basis.Of(ground.Article), ground.Article, ground.Label);
        if (!ground.HoldsOn(today))
            return new Refusal("law.not-in-force", Archive.Basis.Of(ground.Article), ground.Article, today);
        return ground;
    }

    /// <summary>The code of the sentence that says what is wrong with it.</summary>
    private static string? Problem(Ground ground) =>
        ground.Article.Length == 0 || ground.Nl.Length == 0 || ground.En.Length == 0
        ? "law.ground-incomplete"
        : ground.ValidTo < ground.ValidFrom ? "law.ground-ends-early"
        : ground.Kind == GroundKind.Relative && !ground.NeedsReasons ? "law.ground-needs-reasons"
        : ground.Kind == GroundKind.NoGround && ground.NeedsReasons ? "law.reasons-without-ground"
        : null;

    private Refusal NoGround(string written)
    {
        var asked = Plain(written);
        var usable = table.Values.Where(g => g.Kind != GroundKind.NoGround).ToList();
        var former = usable.FirstOrDefault(g => g.Formerly is { } old && Plain(old) == asked);
        var nearest = former ?? usable.MinBy(g => Distance(asked, Plain(g.Code.ToString())))!;
        var basis = Archive.Basis.Of(Basis);
        return former is null
            ? new("law.no-ground", basis, written, laws[0], nearest.Code, nearest.Label)
            : new(
                "law.former-ground", basis, written, laws[0], nearest.Code, nearest.Label, formerLaw, former.Formerly);
    }

    private static string Plain(string code) => new([.. code.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);

    /// <summary>Levenshtein: how many characters to add, drop or change.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }

    /// <param name="Laws">What the law is called, the usual name first.</param>
    /// <param name="FormerLaw">The one before it, whose numbers people still write.</param>
    private sealed record GroundsFile(
        string Name, IReadOnlyList<string> Laws, string Basis, string Source, DateOnly ValidFrom,
        IReadOnlyList<GroundRow> Grounds, DateOnly? ValidTo = null, string? FormerLaw = null);

    /// <param name="AlsoWritten">Other codes that mean this ground, such as that of its only paragraph.</param>
    private sealed record GroundRow(
        string Code, string Article, string Nl, string En, GroundKind Kind, bool NeedsReasons, Certainty Certainty,
        string? Formerly = null, DateOnly? ValidFrom = null, DateOnly? ValidTo = null,
        IReadOnlyList<string>? AlsoWritten = null);
}
