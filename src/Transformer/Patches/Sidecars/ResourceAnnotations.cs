using System.Text;
using KymaIstioTransform.Istio.Templates;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>The annotations of a pod that set the resources of its sidecar, as injection templates read them.</summary>
internal static class ResourceAnnotations
{
    private const string Prefix = "sidecar.istio.io/";
    private const string Cpu = Prefix + "proxyCPU";
    private const string Memory = Prefix + "proxyMemory";
    private const string MemoryLimitName = Prefix + "proxyMemoryLimit";

    /// <summary>
    /// A template text that prints the memory from the annotation, or the default. As a limit, it is never below the request. Where the
    /// resources do not read the annotation, their request does not follow it, and the text is the default alone.
    /// </summary>
    public static string MemoryLimit(GoTemplate template, TemplateRegion resources, Quantity fallback) =>
        FromAnnotation(template, resources, Memory, fallback);

    /// <summary>
    /// A template text that prints the default request, or the limit from the annotation. Kubernetes uses a limit as the request when there
    /// is no request, and a request must not be above its limit.
    /// </summary>
    public static string MemoryRequest(GoTemplate template, TemplateRegion resources, Quantity fallback) =>
        FromAnnotation(template, resources, MemoryLimitName, fallback);

    /// <summary>A template text that prints an annotation if the resources read it and it is set, otherwise the default.</summary>
    private static string FromAnnotation(GoTemplate template, TemplateRegion resources, string annotation, Quantity fallback) =>
        !Reads(template, resources, annotation)
            ? fallback.Text
            : template.Action($"if {IsSet(annotation)}")
                + template.Action($"index .ObjectMeta.Annotations `{annotation}`")
                + template.Action("else")
                + fallback
                + template.Action("end");

    /// <summary>True when an action in a region reads the annotation, and not only one with a longer name.</summary>
    private static bool Reads(GoTemplate template, TemplateRegion region, string annotation)
    {
        var text = template.Text(region.Span);
        return text.Contains(annotation + '`', StringComparison.Ordinal) || text.Contains(annotation + '"', StringComparison.Ordinal);
    }

    /// <summary>
    /// Istio 1.0 tests only for <c>proxyCPU</c> and then prints both annotations. A pod with only one of them gets an empty number, or its
    /// annotation is ignored. This changes the branch to test for either annotation and gives each number a default.
    /// </summary>
    public static void Widen(GoTemplate template, TemplateRegion region, TemplateEditor additions, CpuAndMemory requests)
    {
        foreach (var branch in region.Branches.Where(b => IsLoneCondition(b.Header)))
        {
            var values = branch
                .Arms[0]
                .Nodes.OfType<TemplateNode.Action>()
                .Where(a => a.Keyword == "index" && Name(a) is Cpu or Memory)
                .ToList();
            if (values.Select(Name).FirstOrDefault(a => a != Name(branch.Header)) is not { } unguarded)
            {
                continue;
            }

            var condition = branch.Header.Body["if".Length..].Trim();
            var start = branch.Header.Span.Start + Encoding.UTF8.GetByteCount(template.Text(branch.Header.Span).Split(condition)[0]);
            var asked = condition.StartsWith('(') ? condition : $"({condition})";
            additions.Replace(new ByteSpan(start, start + Encoding.UTF8.GetByteCount(condition)), $"or {asked} {IsSet(unguarded)}");
            foreach (var value in values)
            {
                additions.Guard(value, IsSet(Name(value)!), (Name(value) == Cpu ? requests.Cpu : requests.Memory).Text);
            }
        }
    }

    /// <summary>True for a condition that tests one of these annotations and nothing else.</summary>
    private static bool IsLoneCondition(TemplateNode.Action header) =>
        header.Keyword == "if"
        && header.Body.Split("isset").Length == 2
        && !header.Body.Contains("or ", StringComparison.Ordinal)
        && Name(header) is Cpu or Memory;

    private static string? Name(TemplateNode.Action action) =>
        action.Body.Split('"', '`').FirstOrDefault(part => part.StartsWith(Prefix, StringComparison.Ordinal));

    private static string IsSet(string annotation) => $"(isset .ObjectMeta.Annotations `{annotation}`)";
}
