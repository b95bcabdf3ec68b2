using System.Security.Cryptography;
using System.Text.Json;
using Xunit;

namespace KymaIstioTransform.Tests.SupplyChain;

/// <summary>
/// The bill of materials that <c>make sbom</c> writes: CycloneDX 1.6 with all required fields and all packages of the lock file.
/// </summary>
public class BillOfMaterialsTests
{
    private const string Rid = "linux-x64";

    private static readonly string LockFile = Path.Combine(SharedData.Repository, "src", "Transformer", "packages.lock.json");

    [SkippableFact]
    public void The_bill_of_materials_has_the_required_fields_of_CycloneDX()
    {
        var bom = Make();

        Assert.Equal("CycloneDX", bom.GetProperty("bomFormat").GetString());
        Assert.Equal("1.6", bom.GetProperty("specVersion").GetString());
        Assert.Matches(
            "^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
            bom.GetProperty("serialNumber").GetString()
        );
        var components = bom.GetProperty("components")
            .EnumerateArray()
            .Append(bom.GetProperty("metadata").GetProperty("component"))
            .ToList();
        Assert.All(
            components,
            c =>
                Assert.True(
                    c.GetProperty("type").GetString() is "library" or "application" && c.GetProperty("name").GetString()!.Length > 0
                )
        );
        var references = components.Select(c => c.GetProperty("bom-ref").GetString()).ToList();
        Assert.Equal(references.Distinct(), references);
        Assert.All(bom.GetProperty("dependencies").EnumerateArray(), d => Assert.Contains(d.GetProperty("ref").GetString(), references));
    }

    [SkippableFact]
    public void The_bill_of_materials_names_the_pinned_packages_and_the_hash_of_the_executable()
    {
        var bom = Make();
        using var locked = JsonDocument.Parse(File.ReadAllBytes(LockFile));
        var pinned = locked
            .RootElement.GetProperty("dependencies")
            .EnumerateObject()
            .Where(framework => framework.Name is "net10.0" or "net10.0/" + Rid)
            .SelectMany(framework =>
                framework.Value.EnumerateObject().Select(p => $"pkg:nuget/{p.Name}@{p.Value.GetProperty("resolved").GetString()}")
            );

        var named = bom.GetProperty("components")
            .EnumerateArray()
            .Where(c => c.TryGetProperty("purl", out _))
            .Select(c => c.GetProperty("purl").GetString()!);

        Assert.Subset(named.ToHashSet(), pinned.ToHashSet());
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(LockFile))),
            bom.GetProperty("metadata").GetProperty("component").GetProperty("hashes")[0].GetProperty("content").GetString()
        );
    }

    /// <summary>Any file can replace the executable.</summary>
    private static JsonElement Make()
    {
        var python = ExternalTool.Find("python3");
        ExternalTool.Require(python is not null, "python3");
        var (exit, output, error) = ExternalTool.Run(python!, [Path.Combine(SharedData.Repository, "build", "sbom.py"), LockFile, Rid]);
        Assert.True(exit == 0, error);
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }
}
