using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Diff;

/// <summary>The difference that a run would make, with the exit codes of diff(1): 0 for none, 1 for some, higher for failures.</summary>
internal static class StreamDiff
{
    public static ExitCode Show(RunInputs run, RunContext context)
    {
        var result = ManifestTransformer.Transform(run.Manifest, run.Settings.Transform);
        var after = new SourceText("output", result.Output.ToArray());
        var pairs = Pairs(run.Source, after, run.Settings.ShowSecrets).ToList();
        if (pairs.Count == 0)
        {
            return ExitCode.Written;
        }

        if (context.Host.Environment(ProgramInfo.VariablePrefix + "EXTERNAL_DIFF") is { Length: > 0 } differ)
        {
            return ExternalDiff.Run(differ, pairs, context);
        }

        context.Write(string.Concat(pairs.Select(p => UnifiedDiff.Of(p, context.Report.OutputColor))));
        return ExitCode.Findings;
    }

    /// <summary>The resources that differ, in the order of the input, new ones last.</summary>
    public static IEnumerable<ResourcePair> Pairs(SourceText before, SourceText after, bool showSecrets) =>
        Pairs(Texts(before, showSecrets), Texts(after, showSecrets));

    private static List<DiffText> Texts(SourceText source, bool showSecrets) =>
        [.. ManifestReader.Read(source).Resources.Select(r => DiffText.Of(r, showSecrets))];

    /// <summary>
    /// The resources that differ, in the order of the input, new ones last. Resources with the same name are paired in order. Secrets are
    /// compared by their real values and shown masked.
    /// </summary>
    private static IEnumerable<ResourcePair> Pairs(List<DiffText> before, List<DiffText> after)
    {
        var left = after.GroupBy(r => r.Name).ToDictionary(g => g.Key, g => new Queue<DiffText>(g));
        foreach (var old in before)
        {
            var changed = left.TryGetValue(old.Name, out var queue) && queue.TryDequeue(out var same) ? same : null;
            if (changed is null || changed.Plain != old.Plain)
            {
                yield return new ResourcePair(old.Name, old, changed);
            }
        }

        foreach (var added in after.Where(r => left[r.Name].Contains(r)))
        {
            yield return new ResourcePair(added.Name, null, added);
        }
    }
}
