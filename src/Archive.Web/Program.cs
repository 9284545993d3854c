using Archive;
using Archive.Web;
using FluentValidation;

// Shows how the archive is doing. Holds no token and no key, and can read nothing but what projections hold.
try
{
    await using var site = StatusSite.Build(WebOptions.Read(Settings.Of(args)));
    await site.RunAsync();
    return 0;
}
catch (ValidationException e)
{
    foreach (var problem in e.Errors)
        await Console.Error.WriteLineAsync(problem.ErrorMessage);
    return 1;
}
