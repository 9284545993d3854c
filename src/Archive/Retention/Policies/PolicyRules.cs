using System.Linq.Expressions;
using FluentValidation;
using FluentValidation.Results;

namespace Archive.Retention.Policies;

/// <summary>What a policy file has to hold. The state of each failure is its <see cref="PolicyProblem"/>.</summary>
internal sealed class PolicyRules : AbstractValidator<PolicyFile>
{
    /// <param name="file">Name of the file, without its folder.</param>
    public PolicyRules(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        this.Needs(p => p.Id, "id", p => p.Line, id => id == name, "retention.not-file-name", name);
        this.Needs(p => p.Title, "title", p => p.Line);
        this.Needs(p => p.SourceName, "source: name", p => p.Line);
        this.Needs(p => p.Citation, "source: citation", p => p.Line);
        this.Needs(p => p.Adopted, "source: adopted", p => p.Line, IsDay, "retention.no-day");
        this.Needs(p => p.ValidFrom, "validFrom", p => p.Line, IsDay, "retention.no-day");
        this.Takes(p => p.ValidTo, "validTo", IsDay, "retention.no-day");

        RuleFor(p => p.ValidTo).Must((p, to) => !(Day(to) < Day(p.ValidFrom)))
            .WithState(p => PolicyProblem.At(p.ValidTo!.Line, "retention.ends-early"));
        RuleFor(p => p.Categories).NotEmpty().WithState(p => PolicyProblem.At(p.Line, "retention.no-category"));
        RuleForEach(p => p.Categories).SetValidator(new CategoryRules());
        RuleForEach(p => p.Categories)
            .Must((p, c) => c.Number is null || p.Categories.First(other => other.Number?.Text == c.Number.Text) == c)
            .WithState((_, c) => PolicyProblem.At(c.Line, "retention.category-twice", c.Number!.Text));
        RuleForEach(p => p.Categories).Custom(OneCategoryEach);
    }

    private static bool IsDay(string text) => PolicyWords.Day(text) is not null;

    private static DateOnly? Day(Written? written) => written is null ? null : PolicyWords.Day(written.Text);

    private static void OneCategoryEach(CategoryText category, ValidationContext<PolicyFile> context)
    {
        var before = context.InstanceToValidate.Categories.TakeWhile(c => c != category).ToList();
        foreach (var word in category.AppliesTo ?? [])
        {
            if (before.Find(c => c.AppliesTo?.Any(w => w.Text == word.Text) is true) is { } other)
                context.AddFailure(new ValidationFailure
                {
                    CustomState = PolicyProblem.At(
                        word.Line, "retention.in-another-category", word.Text, other.Number?.Text),
                });
        }
    }
}

internal sealed class CategoryRules : AbstractValidator<CategoryText>
{
    public CategoryRules()
    {
        this.Needs(
            c => c.Number, "number", c => c.Line, PolicyWords.NumberForm().IsMatch, "retention.no-number");
        this.Needs(c => c.Name, "name", c => c.Line);
        this.Needs(
            c => c.Disposition, "disposition", c => c.Line, PolicyWords.Dispositions.ContainsKey,
            "retention.not-one-of", Listed(PolicyWords.Dispositions.Keys));
        this.Needs(
            c => c.Certainty, "certainty", c => c.Line, PolicyWords.Certainties.ContainsKey,
            "retention.not-one-of", Listed(PolicyWords.Certainties.Keys));
        this.Takes(c => c.Term, "term", t => PolicyWords.Term(t) is not null, "retention.no-term");
        this.Takes(
            c => c.Starts, "starts", PolicyWords.ProcessTerms.ContainsKey,
            "retention.not-one-of", Listed(PolicyWords.ProcessTerms.Keys));

        RuleFor(c => c.AppliesTo).NotNull().WithState(c => PolicyProblem.At(c.Line, "retention.applies-missing"));
        RuleForEach(c => c.AppliesTo).Must(w => PolicyWords.Applications.ContainsKey(w.Text)).WithState(
            (_, w) => PolicyProblem.At(
                w.Line, "retention.not-one-of", "appliesTo", w.Text, Listed(PolicyWords.Applications.Keys)));
        RuleFor(c => c.AppliesTo).Must(words => words is null || words.DistinctBy(w => w.Text).Count() == words.Count)
            .WithState(c => PolicyProblem.At(c.AppliesTo![0].Line, "retention.applies-twice"));

        When(c => c.Disposition?.Text == "vernietigen", () =>
        {
            this.Needs(c => c.Term, "term", c => c.Line);
            this.Needs(c => c.Starts, "starts", c => c.Line);
        });
        When(c => c.Disposition?.Text == "bewaren", () =>
        {
            RuleFor(c => c.Term).Null().WithState(c => PolicyProblem.At(c.Term!.Line, "retention.kept-with", "term"));
            RuleFor(c => c.Starts).Null()
                .WithState(c => PolicyProblem.At(c.Starts!.Line, "retention.kept-with", "starts"));
        });
        When(c => c.Certainty?.Text == "uncertain", () => this.Needs(c => c.Remark, "remark", c => c.Line));
        this.Takes(c => c.Remark, "remark", text => !string.IsNullOrWhiteSpace(text), "retention.blank");
    }

    private static string Listed(IEnumerable<string> words) => string.Join(", ", words);
}

/// <summary>Two rules that nearly every value of a policy file has.</summary>
internal static class WrittenRules
{
    /// <summary>The value is there, and has this form.</summary>
    /// <param name="line">Where it is missed, if it is not there.</param>
    /// <param name="form">Whether the text will do; anything will if left out.</param>
    /// <param name="code">Of the sentence that tells it has not: with the name, the text and what is wanted.</param>
    public static void Needs<T>(
        this AbstractValidator<T> rules, Expression<Func<T, Written?>> value, string name, Func<T, int> line,
        Func<string, bool>? form = null, string code = "", string wanted = "")
    {
        var get = value.Compile();
        rules.RuleFor(value).Must(w => !string.IsNullOrWhiteSpace(w?.Text))
            .WithState(x => PolicyProblem.At(get(x)?.Line ?? line(x), "retention.no-value", name));
        if (form is not null)
            rules.Takes(value, name, text => string.IsNullOrWhiteSpace(text) || form(text), code, wanted);
    }

    /// <summary>If the value is there, it has this form.</summary>
    /// <param name="code">Of the sentence that tells it has not: with the name, the text and what is wanted.</param>
    public static void Takes<T>(
        this AbstractValidator<T> rules, Expression<Func<T, Written?>> value, string name, Func<string, bool> form,
        string code, string wanted = "")
    {
        var get = value.Compile();
        rules.RuleFor(value).Must(w => w is null || form(w.Text)).WithState(
            x => PolicyProblem.At(get(x)!.Line, code, name, get(x)!.Text, wanted));
    }
}
