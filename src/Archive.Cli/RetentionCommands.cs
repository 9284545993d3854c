using System.CommandLine;
using Archive.Retention;
using Archive.Retention.Policies;

namespace Archive.Cli;

/// <summary>The policy files, for the archivist who writes them. Needs no database.</summary>
internal static class RetentionCommands
{
    private static readonly Lines Lines = new("Retention");

    public static Command All() => new("retention") { Check() };

    private static Command Check()
    {
        var command = new Command("check");
        command.SetAction(_ =>
        {
            var folder = RetentionOptions.Read(Settings.Of([])).Folder;
            var (policies, problems) = RetentionPolicies.Check(folder);
            foreach (var policy in policies)
                Write(policy);
            foreach (var problem in problems)
                Lines.WriteError("Problem", problem);
            if (problems.Count > 0)
            {
                Lines.WriteError("Wrong", problems.Count, folder);
                return Session.Faulty;
            }

            var covered = policies.SelectMany(p => p.Categories).SelectMany(c => c.AppliesTo).ToHashSet();
            var uncovered = Enum.GetValues<AppliesTo>().Where(a => !covered.Contains(a)).ToList();
            if (uncovered.Count > 0)
                Lines.Write("Uncovered", string.Join(", ", uncovered.Select(PolicyWords.Of)));
            Lines.Write("InOrder", policies.Count, folder);
            return Session.Done;
        });
        return command;
    }

    private static void Write(RetentionPolicy policy)
    {
        Lines.Write("Policy", policy.Id, policy.Title, TypedDay.InWords(policy.ValidFrom));
        foreach (var category in policy.Categories.Where(c => c.Certainty == PolicyCertainty.Uncertain))
            Lines.Write("Uncertain", category.Number, category.Name, category.Remark);
    }
}
