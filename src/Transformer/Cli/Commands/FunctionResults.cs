using System.Globalization;
using KymaIstioTransform.Cli.Reports;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>Writes the messages of a run into the <c>results</c> of a <c>ResourceList</c>.</summary>
internal static class FunctionResults
{
    /// <summary>One result for each failure, then for each resource and patch, then for undone work and warnings.</summary>
    public static IEnumerable<YamlValue> Of(Report report, FunctionInput input) =>
        [
            .. report.Failures.Select(f => Result((f with { Patch = null }).ToString(), "error", f.Patch)),
            .. report.Changes.Select(c => Change(c, report, input)),
            .. report.NotDone.Select(s => Result($"not done: {s.Target}: {s.Reason}", "warning", s.Patch)),
            .. report.Warnings.Select(w => Result((w with { Patch = null }).ToString(), "warning", w.Patch)),
        ];

    /// <summary>One result for each line of an error. For a wrong setting, the result names the field of the configuration.</summary>
    public static IEnumerable<YamlValue> Of(Exception error, FunctionInput input)
    {
        var about =
            error is UsageException { Setting: { } setting } && input.Config is { } config && Reference(config) is { } reference
                ? new[]
                {
                    ("resourceRef", reference),
                    ("field", (YamlValue)new YamlMap(("path", YamlValue.Of($"spec.{setting}".TrimEnd('.'))))),
                }
                : [];
        return ErrorResult.From(error).Problems.Select(p => Result(p.ToString(), "error", null, about));
    }

    /// <summary>The list with results added at its end. Existing results stay.</summary>
    /// <exception cref="SelfCheckException">The output is not the list with these results: a bug of this program.</exception>
    public static byte[] Write(byte[] list, IEnumerable<YamlValue> results)
    {
        var items = results.ToList();
        if (items.Count == 0)
        {
            return list;
        }

        var document = Read(list, "the output is not a ResourceList");
        var edits = new TreeEdits(document.Tree);
        switch (document.Find("results"))
        {
            case null:
                edits.Add(document, "results", new YamlList(items));
                break;
            case { IsSequence: true } present:
                items.ForEach(i => edits.Add(present, i));
                break;
            case { } other:
                edits.Set(other, new YamlList(items));
                break;
        }

        var written = ByteEdits.Apply(list, edits.ToSource());
        var reread = Read(written, "the results make the ResourceList invalid");
        return TreeVerifier.Verify(edits, reread.Tree) is { } problem
            ? throw new SelfCheckException($"results: {problem.Problem}")
            : written;
    }

    /// <summary>The mapping of a list.</summary>
    /// <exception cref="SelfCheckException">The bytes are not a list.</exception>
    private static YamlNode Read(byte[] list, string problem)
    {
        try
        {
            return ManifestReader.ReadInput(new SourceText("<output>", list)).ResourceList?.Tree.Root
                ?? throw new SelfCheckException(problem);
        }
        catch (ManifestException)
        {
            throw new SelfCheckException(problem);
        }
    }

    private static YamlMap Change(ResourceChange change, Report report, FunctionInput input)
    {
        var about = new List<(string, YamlValue)> { ("resourceRef", Reference(change.Resource)) };
        if (change.Fields.Count > 0)
        {
            var first = change.Fields[0];
            about.Add(
                (
                    "field",
                    new YamlMap([
                        ("path", YamlValue.Of(first.Path)),
                        .. Optional("currentValue", first.Old),
                        .. Optional("proposedValue", first.New),
                    ])
                )
            );
        }

        if (input.FileOf(change.Resource) is { } file)
        {
            about.Add(
                (
                    "file",
                    new YamlMap(
                        ("path", YamlValue.Of(file.Path)),
                        ("index", new YamlLiteral(file.Index.ToString(CultureInfo.InvariantCulture)))
                    )
                )
            );
        }

        var more = change.Fields.Count > 1 ? $", {change.Fields.Count} fields" : "";
        return Result(
            $"{TextReport.Verb(report, change.Outcome)} ({change.Patch}{more})",
            report.IsInspection ? "error" : "info",
            change.Patch,
            [.. about]
        );
    }

    private static YamlMap Result(string message, string severity, string? patch, params (string, YamlValue)[] about) =>
        new([("message", YamlValue.Of(message)), ("severity", YamlValue.Of(severity)), .. about, .. patch is null ? [] : Tags(patch)]);

    private static (string, YamlValue)[] Tags(string patch) => [("tags", new YamlMap(("patch", YamlValue.Of(patch))))];

    private static YamlMap Reference(ResourceId id) =>
        new([
            ("apiVersion", YamlValue.Of(id.ApiVersion)),
            ("kind", YamlValue.Of(id.Kind)),
            ("name", YamlValue.Of(id.Name)),
            .. Optional("namespace", id.Namespace.Length > 0 ? id.Namespace : null),
        ]);

    private static YamlMap? Reference(YamlNode config) =>
        config.Find("apiVersion")?.Text is { } version
        && config.Find("kind")?.Text is { } kind
        && config.Find("metadata", "name")?.Text is { } name
            ? Reference(new ResourceId(version, kind, "", name))
            : null;

    private static (string, YamlValue)[] Optional(string key, string? value) => value is null ? [] : [(key, YamlValue.Of(value))];
}
