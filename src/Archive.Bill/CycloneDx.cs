using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Archive.Bill;

/// <summary>
/// A bill of materials in CycloneDX 1.6 (cyclonedx.org). It has no time in it: the same packages give the same bytes.
/// </summary>
public static class CycloneDx
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(IReadOnlyList<Package> packages)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', packages.Select(p => p.Purl))));
        return new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["serialNumber"] = $"urn:uuid:{new Guid(digest.AsSpan(..16))}",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["component"] = new JsonObject
                {
                    ["type"] = "application",
                    ["bom-ref"] = "archive",
                    ["name"] = "archive",
                    ["licenses"] = new JsonArray(Licence("EUPL-1.2")),
                },
            },
            ["components"] = new JsonArray([.. packages.Select(Component)]),
            ["dependencies"] = new JsonArray([.. packages.Select(p => new JsonObject
            {
                ["ref"] = p.Purl,
                ["dependsOn"] = new JsonArray([.. p.Needs.Select(n => JsonValue.Create(n))]),
            })]),
        }.ToJsonString(Readable) + "\n";
    }

    private static JsonObject Component(Package package)
    {
        var component = new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = package.Purl,
            ["name"] = package.Name,
            ["version"] = package.Version,
            ["scope"] = package.IsShipped ? "required" : "excluded",
            ["licenses"] = new JsonArray(Licence(package.Licence)),
            ["purl"] = package.Purl,
        };
        if (package.Sha512 is { } hash)
        {
            component["hashes"] = new JsonArray(
                new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(hash) });
        }

        if (package.Copyright is { } copyright)
            component["copyright"] = copyright;
        if (package.LockedHash is { } locked)
        {
            component["properties"] = new JsonArray(
                new JsonObject { ["name"] = "archive:nuget:contentHash", ["value"] = locked });
        }

        return component;
    }

    private static JsonObject Licence(string licence) =>
        Uri.TryCreate(licence, UriKind.Absolute, out _)
            ? new() { ["license"] = new JsonObject { ["name"] = "as the package says", ["url"] = licence } }
            : new() { ["expression"] = licence };
}
