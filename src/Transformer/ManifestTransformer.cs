using KymaIstioTransform.Istio;
using KymaIstioTransform.Manifests;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Syntax;

namespace KymaIstioTransform;

/// <summary>What a run yields: the pieces of the output in order, and the report.</summary>
internal sealed record TransformResult(IReadOnlyList<ReadOnlyMemory<byte>> Output, Report Report);

/// <summary>
/// The whole story: read, identify, let all patches look at the same manifest, apply their edits once, check the result, hand it out.
/// Pure: no clock, no environment, no files, no console.
/// </summary>
internal static class ManifestTransformer
{
    /// <exception cref="ManifestException">The input is refused, or <c>--strict</c> and something was skipped.</exception>
    /// <exception cref="SelfCheckException">The output is not what the report says: a bug of this program.</exception>
    public static TransformResult Transform(SourceText source, TransformOptions options)
    {
        var manifest = ManifestReader.Read(source);
        StreamGuard.Check(manifest, options.AllowEmpty);
        IstioGuard.Check(manifest, options);

        var plan = new PatchPlan();
        foreach (var patch in PatchSet.All.Where(p => options.Patches.Contains(p.Name)))
        {
            Apply(patch, manifest, options, plan);
        }

        var report = plan.ToReport(manifest.Warnings);
        if (options.Strict && report.Skipped.Count > 0)
        {
            throw new ManifestException(string.Join("\n", report.Skipped.Select(s => $"{s.Patch}: {s.Target}: {s.Reason} (an error because of --strict)")));
        }

        var output = ManifestWriter.Write(manifest, plan);
        SelfCheck.Verify(manifest, plan, output);
        if (!options.AllowEmpty && manifest.Resources.Count > 0 && plan.Added.Count == 0 && manifest.Resources.All(plan.IsRemoved))
        {
            throw new ManifestException("nothing is left of the input after the removals (an empty result makes GitOps tools delete what runs; --allow-empty takes it as it is)");
        }

        return new TransformResult(output, report);
    }

    private static void Apply(IPatch patch, Manifest manifest, TransformOptions options, PatchPlan plan)
    {
        var istio = IstioInstallation.Find(manifest, options.IstioNamespace);
        try
        {
            patch.Apply(new PatchRun(patch.Name, manifest, istio, options, plan));
        }
        catch (YamlException e)
        {
            throw new ManifestException($"{manifest.Source.Locate(e.Offset)}: {patch.Name}: {e.Message}");
        }
    }
}
