using System.Linq.Expressions;
using FluentValidation;
using FluentValidation.Results;

namespace Archive.Retention.Policies;

/// <summary>
/// What a policy file has to hold. Each failure says what is wrong and how to mend it; its state is the line.
/// </summary>
internal sealed class PolicyRules : AbstractValidator<PolicyFile>
{
    /// <param name="file">Name of the file, without its folder.</param>
    public PolicyRules(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        this.Needs(p => p.Id, "id", p => p.Line, id => id == name, $"is the file's name without .yaml: {name}");
        this.Needs(p => p.Title, "title", p => p.Line);
        this.Needs(p => p.SourceName, "source: name", p => p.Line);
        this.Needs(p => p.Citation, "source: citation", p => p.Line);
        this.Needs(p => p.Adopted, "source: adopted", p => p.Line, IsDay, "is a day such as 2020-01-31");
        this.Needs(p => p.ValidFrom, "validFrom", p => p.Line, IsDay, "is a day such as 2020-01-31");
        this.Takes(p => p.ValidTo, "validTo", IsDay, "is a day such as 2020-01-31");

        RuleFor(p => p.ValidTo).Must((p, to) => !(Day(to) < Day(p.ValidFrom)))
            .WithMessage("`validTo` is the last day the list holds, so not before `validFrom`.")
            .WithState(p => p.ValidTo!.Line);
        RuleFor(p => p.Categories).NotEmpty()
            .WithMessage("A list has at least one category under `categories:`.").WithState(p => p.Line);
        RuleForEach(p => p.Categories).SetValidator(new CategoryRules());
        RuleForEach(p => p.Categories)
            .Must((p, c) => c.Number is null || p.Categories.First(other => other.Number?.Text == c.Number.Text) == c)
            .WithMessage((_, c) => $"Category {c.Number!.Text} is there twice; a number is one category.")
            .WithState((_, c) => c.Line);
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
                context.AddFailure(new ValidationFailure(
                    "",
                    $"`{word.Text}` is in category {other.Number?.Text} already; leave it in one.") {
                        CustomState = word.Line });
        }
    }
}

internal sealed class CategoryRules : AbstractValidator<CategoryText>
{
    public CategoryRules()
    {
        this.Needs(
            c => c.Number,
            "number",
            c => c.Line,
            PolicyWords.NumberForm().IsMatch,
            "is written like \"20.1.2\"");
        this.Needs(c => c.Name, "name", c => c.Line);
        this.Needs(
            c => c.Disposition,
            "disposition",
            c => c.Line,
            PolicyWords.Dispositions.ContainsKey,
            OneOf(PolicyWords.Dispositions.Keys));
        this.Needs(
            c => c.Certainty,
            "certainty",
            c => c.Line,
            PolicyWords.Certainties.ContainsKey,
            OneOf(PolicyWords.Certainties.Keys));
        this.Takes(c => c.Term, "term", t => PolicyWords.Term(t) is not null, "is written like P7Y, P6M or P42D");
        this.Takes(c => c.Starts, "starts", PolicyWords.ProcessTerms.ContainsKey, OneOf(PolicyWords.ProcessTerms.Keys));

        RuleFor(c => c.AppliesTo).NotNull()
            .WithMessage("`appliesTo` is missing; write [] if somebody has to choose this category.").WithState(
                c => c.Line);
        RuleForEach(c => c.AppliesTo).Must(w => PolicyWords.Applications.ContainsKey(w.Text))
            .WithMessage((_, w) => $"`appliesTo` {OneOf(PolicyWords.Applications.Keys)}, not '{w.Text}'.").WithState(
                (_, w) => w.Line);
        RuleFor(c => c.AppliesTo).Must(words => words is null || words.DistinctBy(w => w.Text).Count() == words.Count)
            .WithMessage("`appliesTo` names something twice; once is enough.").WithState(c => c.AppliesTo![0].Line);

        When(c => c.Disposition?.Text == "vernietigen", () =>
        {
            this.Needs(c => c.Term, "term", c => c.Line);
            this.Needs(c => c.Starts, "starts", c => c.Line);
        });
        When(c => c.Disposition?.Text == "bewaren", () =>
        {
            RuleFor(c => c.Term).Null().WithMessage("What is kept for ever has no `term`; take it out.")
                .WithState(c => c.Term!.Line);
            RuleFor(c => c.Starts).Null().WithMessage("What is kept for ever has no `starts`; take it out.")
                .WithState(c => c.Starts!.Line);
        });
        When(c => c.Certainty?.Text == "uncertain", () => this.Needs(c => c.Remark, "remark", c => c.Line));
        this.Takes(c => c.Remark, "remark", text => !string.IsNullOrWhiteSpace(text), "says something, or is left out");
    }

    private static string OneOf(IEnumerable<string> words) => "is one of " + string.Join(", ", words);
}

/// <summary>Two rules that nearly every value of a policy file has.</summary>
internal static class WrittenRules
{
    /// <summary>The value is there, and has this form.</summary>
    /// <param name="line">Where it is missed, if it is not there.</param>
    /// <param name="form">Whether the text will do; anything will if left out.</param>
    /// <param name="what">Completes "`name` …".</param>
    public static void Needs<T>(
        this AbstractValidator<T> rules, Expression<Func<T, Written?>> value, string name, Func<T, int> line,
        Func<string, bool>? form = null, string what = "")
    {
        var get = value.Compile();
        rules.RuleFor(value).Must(w => !string.IsNullOrWhiteSpace(w?.Text))
            .WithMessage($"`{name}` is missing or empty; see README.md.").WithState(x => get(x)?.Line ?? line(x));
        if (form is not null)
            rules.Takes(value, name, text => string.IsNullOrWhiteSpace(text) || form(text), what);
    }

    /// <summary>If the value is there, it has this form.</summary>
    public static void Takes<T>(
        this AbstractValidator<T> rules, Expression<Func<T, Written?>> value, string name, Func<string, bool> form,
        string what)
    {
        var get = value.Compile();
        rules.RuleFor(value).Must(w => w is null || form(w.Text))
            .WithMessage(x => $"`{name}` {what}, not '{get(x)!.Text}'.").WithState(x => get(x)!.Line);
    }
}
