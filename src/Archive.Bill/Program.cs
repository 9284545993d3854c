using Archive.Bill;

// Run by the build of the command line: which packages the product is made of, and under which licences.
if (args is not [var root, var packages, var output])
{
    await Console.Error.WriteLineAsync("usage: Archive.Bill ROOT PACKAGES OUTPUT");
    return 1;
}

try
{
    var bill = LockFiles.Read(root, ["src"], packages);
    await File.WriteAllTextAsync(Path.Combine(output, "bom.cdx.json"), CycloneDx.Write(bill));
    await File.WriteAllTextAsync(Path.Combine(output, "THIRD-PARTY-NOTICES.txt"), Notices.Write(bill));
    return 0;
}
catch (InvalidDataException e)
{
    await Console.Error.WriteLineAsync($"bill of materials : error BILL01: {e.Message}");
    return 1;
}
