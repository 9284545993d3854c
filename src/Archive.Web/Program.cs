using Archive;
using Archive.Health;
using Archive.Retention;
using Archive.Web;
using FluentValidation;

// Shows how the archive is doing. Holds no token and no key, and can read nothing but what projections hold.
try
{
    var settings = Settings.Of(args);
    var health = HealthOptions.Checked(settings, "archive-web");
    RetentionOptions.Checked(settings); // no host runs on policies that are wrong, whether it uses them or not
    settings.MustBeInOrder();
    await using var site = StatusSite.Build(WebOptions.Read(settings), health);
    await site.RunAsync();
    return 0;
}
catch (ValidationException e)
{
    foreach (var problem in e.Errors)
        await Console.Error.WriteLineAsync(problem.ErrorMessage);
    return 1;
}
