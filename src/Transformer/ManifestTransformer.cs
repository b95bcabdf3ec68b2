using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Patches.Output;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform;

/// <summary>The result of a run.</summary>
/// <param name="Output">The output.</param>
/// <param name="Report">What the run did.</param>
/// <param name="Objects">The number of objects in the output.</param>
/// <param name="HasIstio">True when a second run would find Istio in the output.</param>
internal sealed record TransformResult(OutputText Output, Report Report, int Objects, bool HasIstio);

/// <summary>
/// The whole transformation: read and identify the input, run all patches on the same manifest, apply their edits once, check and return
/// the result. It does not use the clock, environment, files or console.
/// </summary>
internal static class ManifestTransformer
{
    /// <summary>The name of the second pass's input in messages.</summary>
    private const string Patched = "<patched>";

    /// <exception cref="ManifestException">The input is rejected, or requested work is not done under <c>--strict</c>.</exception>
    /// <exception cref="SelfCheckException">The output does not match the report: a bug of this program.</exception>
    public static TransformResult Transform(SourceText source, TransformOptions options) =>
        Transform(ManifestReader.ReadInput(source, options.Limits.Depth), options);

    /// <inheritdoc cref="Transform(SourceText, TransformOptions)"/>
    public static TransformResult Transform(Manifest manifest, TransformOptions options)
    {
        var result = Run(manifest, options, inspect: false);
        Reject(result.Report, options);
        if (options.AllowEmpty)
        {
            return result;
        }

        return result switch
        {
            { Objects: 0 } => throw new ManifestException(
                "the output would be empty after the removals (GitOps tools would delete the running objects; --allow-empty accepts it)"
            ),
            { HasIstio: false } => throw new ManifestException(
                "the output would have no Istio objects after the removals, and a second run would reject it (--allow-empty accepts it)"
            ),
            _ => result,
        };
    }

    /// <summary>
    /// Reports what <see cref="Transform(Manifest, TransformOptions)"/> would do and which preconditions fail; nothing is written.
    /// </summary>
    /// <exception cref="ManifestException">The input is not a stream with Istio.</exception>
    public static TransformResult Inspect(SourceText source, TransformOptions options) =>
        Inspect(ManifestReader.ReadInput(source, options.Limits.Depth), options);

    /// <inheritdoc cref="Inspect(SourceText, TransformOptions)"/>
    public static TransformResult Inspect(Manifest manifest, TransformOptions options)
    {
        var result = Run(manifest, options, inspect: true);
        var report = result.Report;
        var changes = report.Changes.Count > 0;
        return result with
        {
            Report = report with
            {
                IsInspection = true,
                Failures = [.. report.Failures, .. report.Warnings.Where(w => w.IsFinding), .. report.NotDone.Select(s => Failure(s, ""))],
                Warnings = [.. report.Warnings.Where(w => !w.IsFinding && (changes || !w.IsOfChange))],
                Skipped = [.. report.Skipped.Where(s => s.Kind == SkipKind.NotApplicable)],
            },
        };
    }

    /// <summary>Makes Kyma's changes, then the user's own changes in a separate pass.</summary>
    private static TransformResult Run(Manifest manifest, TransformOptions options, bool inspect)
    {
        if (manifest.Problem is { } problem)
        {
            throw problem;
        }

        Placed(manifest, "stream", () => TruncationCheck.Check(manifest, options.AllowEmpty));
        var istio = Placed(manifest, "istio", () => IstioInstallation.Detect(manifest, options.IstioNamespace));
        var (input, warnings) = Placed(manifest, "input", () => Scope(manifest, istio, options));
        var duplicates = Duplicates(manifest, options.Strict);
        var (result, output) = Pass(
            manifest,
            istio,
            options,
            PatchSet.All.Where(p => p.AppliesTo(input) && options.Patches.Contains(p.Name)),
            inspect
        );
        if (!options.UserChanges.IsEmpty && input != InputKind.HooksOnly)
        {
            var kyma = result.Report;
            (result, output) = kyma.Changes.Count == 0
                ? Pass(manifest, istio, options, PatchSet.User, inspect)
                : SecondPass(output, istio, options, inspect);
            result = result with { Report = kyma.And(result.Report.WithoutPlaces()) };
        }

        // Only a removal can remove all of Istio.
        result = result with
        {
            HasIstio = input != InputKind.Release || result.HasIstio || !result.Report.Changes.Any(c => c.Outcome == Outcome.Removed),
        };

        result = options.DocumentOrder == DocumentOrdering.Install ? Ordered(result, output, inspect) : result;
        var all = result.Report with
        {
            Warnings = [.. manifest.Warnings, .. duplicates, .. warnings, .. result.Report.Warnings],
            IstioVersion = istio.Version?.ToString(),
        };
        return result with { Report = all };
    }

    /// <summary>
    /// Warnings about objects that are duplicated in the input. If both are equal, the order does not matter, and kubectl reports the
    /// second as unchanged. kustomize rejects them, but here they are only a warning.
    /// </summary>
    /// <exception cref="ManifestException">There are different duplicates, and <paramref name="strict"/> is set.</exception>
    private static List<Notice> Duplicates(Manifest manifest, bool strict)
    {
        var warnings = new List<Notice>();
        var errors = new List<Notice>();
        foreach (var (first, second) in manifest.Duplicates.Find())
        {
            var isEqual = first.Root.Raw.SequenceEqual(second.Root.Raw);
            var consequence = isEqual
                ? "and both are equal (kustomize rejects duplicates)"
                : "the later one wins if both are applied" + (strict ? " (an error because of --strict)" : "");
            var notice = new Notice(
                null,
                $"{second.Id}: duplicate object, first at {manifest.Locate(first)}{(isEqual ? ", " : "; ")}{consequence}"
            )
            {
                At = manifest.Locate(second),
                Resource = second.Id,
                Group = isEqual ? "equal duplicates" : null,
            };
            (strict && !isEqual ? errors : warnings).Add(notice);
        }

        return errors.Count > 0 ? throw new ManifestException(errors) : warnings;
    }

    /// <summary>Makes the user's changes in the output of Kyma's changes.</summary>
    private static (TransformResult Result, ManifestOutput Output) SecondPass(
        ManifestOutput output,
        IstioInstallation istio,
        TransformOptions options,
        bool inspect
    )
    {
        try
        {
            return Pass(output.Read(Patched), istio, options, PatchSet.User, inspect);
        }
        catch (YamlException)
        {
            // Its offset names a place only in a text that is one array.
            return Pass(output.ReadWhole(Patched), istio, options, PatchSet.User, inspect);
        }
    }

    private static TransformResult Ordered(TransformResult result, ManifestOutput output, bool inspect)
    {
        if (DocumentOrder.Arrange(output) is not { } arranged)
        {
            return result;
        }

        var notice = new Notice("document-order", "the documents are not in Helm's install order");
        return result with
        {
            Output = arranged,
            Report = inspect ? result.Report with { Failures = [.. result.Report.Failures, notice] } : result.Report,
        };
    }

    /// <summary>The kind of this input, with warnings about it.</summary>
    private static (InputKind Input, IEnumerable<Notice> Warnings) Scope(
        Manifest manifest,
        IstioInstallation istio,
        TransformOptions options
    )
    {
        if (HelmHooks.AreAll(manifest))
        {
            return (
                InputKind.HooksOnly,
                [
                    new Notice(
                        null,
                        "every object is a Helm hook, for which only removals apply (Helm passes the rest of the release in another call)"
                    ),
                ]
            );
        }

        var hasInstallation = ExternalIstioPatch.Installations(manifest).Any();
        return options.ExternalIstio && hasInstallation && !IstioPresenceCheck.HasIstio(manifest, istio)
            ? (InputKind.InstallerOnly, [])
            : (
                InputKind.Release,
                [
                    .. IstioPresenceCheck.Check(
                        manifest,
                        istio,
                        options.AllowEmpty,
                        hasInstallation ? "for Kyma's installer with an external Istio use --external-istio"
                        : InstallerOverrides.In(manifest).Any()
                            ? "it has settings of a Kyma installation: add Istio's manifests as another input"
                        : "is it the right input? --allow-empty accepts it"
                    ),
                ]
            );
    }

    /// <summary>Runs patches on the manifest, applies their changes once, and checks the result.</summary>
    private static (TransformResult Result, ManifestOutput Output) Pass(
        Manifest manifest,
        IstioInstallation istio,
        TransformOptions options,
        IEnumerable<IPatch> patches,
        bool inspect
    )
    {
        var plan = new PatchPlan();
        foreach (var patch in patches)
        {
            Placed(manifest, patch.Name, () => patch.Apply(new PatchContext(patch.Name, manifest, istio, options, plan)));
            if (!inspect && plan.Failures.Count > 0)
            {
                // Stops before a later patch generates a certificate.
                throw new ManifestException(plan.Failures);
            }
        }

        var output = Placed(manifest, "output", () => ManifestOutput.Write(manifest, plan));
        var left = manifest.Resources.Where(r => !plan.IsRemoved(r));
        var added = plan.Changes.Count(c => c.Change.Outcome == Outcome.Added);
        var hasIstio =
            added > 0
            || left.All(HelmHooks.Is)
            || Placed(
                manifest,
                "input",
                () => IstioPresenceCheck.HasIstio(left, options.IstioNamespace ?? IstioInstallation.DefaultNamespace)
            );
        var objects = manifest.Resources.Count - plan.RemovedCount + added;
        return (new TransformResult(output, plan.ToReport(), objects, hasIstio), output);
    }

    /// <summary>Stops a run whose report says that nothing must be written.</summary>
    private static void Reject(Report report, TransformOptions options)
    {
        if (options.Strict && report.NotDone.Any())
        {
            throw new ManifestException([.. report.NotDone.Select(s => Failure(s, " (an error because of --strict)"))]);
        }
    }

    /// <summary>Undone work, as a failure of <c>verify</c> or <c>--strict</c>.</summary>
    private static Notice Failure(Skipped skipped, string ending) =>
        new(skipped.Patch, $"{skipped.Target}: {skipped.Reason}{ending}") { At = skipped.At, Resource = skipped.Resource };

    /// <inheritdoc cref="Placed{T}"/>
    private static void Placed(Manifest manifest, string step, Action action) =>
        Placed<object?>(
            manifest,
            step,
            () =>
            {
                action();
                return null;
            }
        );

    /// <summary>
    /// Adds the place and the current step to errors about the YAML of the input. An offset is no place in a stream that has several
    /// sources.
    /// </summary>
    private static T Placed<T>(Manifest manifest, string step, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (YamlException e) when (manifest.Parts.Count == 0)
        {
            throw new ManifestException([new Notice(step, e.Message) { At = manifest.Source.Locate(e.Offset) }]);
        }
    }
}
