using Archive.Web;

// Shows how the archive is doing. Holds no token and no key, and can read nothing but what projections hold.
await using var site = StatusSite.Build(WebSettings.FromEnvironment());
await site.RunAsync();
