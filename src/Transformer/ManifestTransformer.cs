using KymaIstioTransform.Istio;
using KymaIstioTransform.Manifests;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Syntax;

namespace KymaIstioTransform;

/// <summary>What a run yields: the output and the report.</summary>
internal sealed record TransformResult(byte[] Output, Report Report);

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
        var (manifest, plan, report) = Plan(source, options, inspect: false);
        Refuse(report, options);
        if (plan is null)
        {
            return new TransformResult(source.Bytes, report);
        }

        var output = ManifestWriter.Write(manifest, plan);
        SelfCheck.Verify(manifest, plan, output);
        if (!options.AllowEmpty && manifest.Resources.Count > 0 && manifest.Resources.All(plan.IsRemoved) && report.Changes.All(c => c.Outcome != Outcome.Added))
        {
            throw new ManifestException("nothing is left of the input after the removals (an empty result makes GitOps tools delete what runs; --allow-empty takes it as it is)");
        }

        return new TransformResult(output, report);
    }

    /// <summary>What <see cref="Transform"/> would do and which preconditions fail; nothing is written.</summary>
    /// <exception cref="ManifestException">The input is no stream of Istio.</exception>
    public static Report Inspect(SourceText source, TransformOptions options)
    {
        var report = Plan(source, options, inspect: true).Report;
        var skipped = options.Strict ? report.Skipped.Select(s => new Notice(s.Patch, $"{s.Target}: {s.Reason} (an error because of --strict)")) : [];
        return report with { IsInspection = true, Failures = [.. report.Failures, .. skipped], Skipped = options.Strict ? [] : report.Skipped };
    }

    /// <summary>Lets all patches look at the input; the plan is null when the input passes as it is.</summary>
    private static (Manifest Manifest, PatchPlan? Plan, Report Report) Plan(SourceText source, TransformOptions options, bool inspect)
    {
        var manifest = ManifestReader.Read(source);
        Placed(manifest, "stream", () =>
        {
            StreamGuard.Check(manifest, options.AllowEmpty);
            return true;
        });
        if (Placed(manifest, "hooks", () => HelmHooks.AreAll(manifest)))
        {
            return (manifest, null, new Report([], [], [new Notice(null, "every object is a Helm hook: all are passed on as they are (the rest of the release comes in another call)")]));
        }

        var istio = Placed(manifest, "istio", () => IstioInstallation.Find(manifest, options.IstioNamespace));
        var warnings = manifest.Warnings.Concat(IstioGuard.Check(manifest, istio, options.AllowEmpty)).ToList();
        var plan = new PatchPlan();
        foreach (var patch in PatchSet.All.Where(p => options.Patches.Contains(p.Name)))
        {
            Placed(manifest, patch.Name, () =>
            {
                patch.Apply(new PatchRun(patch.Name, manifest, istio, options, plan));
                return true;
            });
            if (!inspect && plan.Failures.Count > 0)
            {
                // Before any later patch makes a certificate.
                throw new ManifestException(string.Join("\n", plan.Failures));
            }
        }

        return (manifest, plan, plan.ToReport(warnings));
    }

    /// <summary>Stops a run whose report says that nothing must be written.</summary>
    private static void Refuse(Report report, TransformOptions options)
    {
        if (options.Strict && report.Skipped.Count > 0)
        {
            throw new ManifestException(string.Join("\n", report.Skipped.Select(s => $"{s.Patch}: {s.Target}: {s.Reason} (an error because of --strict)")));
        }

        if (options.Validate && report.Changes.Count > 0)
        {
            throw new ManifestException(string.Join("\n", report.Changes.Select(c => $"{c.Resource} is not as {c.Patch} leaves it{(c.Fields.Count > 0 ? $": {c.Fields[0].Path}" : "")}")));
        }
    }

    /// <summary>Gives errors about the YAML of the input their place and the step that met them.</summary>
    private static T Placed<T>(Manifest manifest, string step, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (YamlException e)
        {
            throw new ManifestException($"{manifest.Source.Locate(e.Offset)}: {step}: {e.Message}");
        }
    }
}
