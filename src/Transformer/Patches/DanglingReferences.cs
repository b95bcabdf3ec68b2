using System.Text;
using KymaIstioTransform.Manifests;
using KymaIstioTransform.Syntax;

namespace KymaIstioTransform.Patches;

/// <summary>Tells what in the rest of the input still refers to a removed Service: hosts, URLs and the gateways' ports for it.</summary>
internal static class DanglingReferences
{
    private static readonly string[] HostKeys = ["host", "serviceName"];

    /// <summary>Copies of an object in an export of it.</summary>
    private static readonly string[] ServerKeys = ["kubectl.kubernetes.io/last-applied-configuration", "managedFields", "status"];

    public static void Warn(PatchRun run, IReadOnlyList<Resource> removed)
    {
        var services = removed.Where(r => r.Kind == "Service").Select(r => r.Name).ToHashSet();
        var kept = run.Manifest.Resources.Except(removed, ReferenceEqualityComparer.Instance).Cast<Resource>();
        foreach (var resource in services.Count == 0 ? [] : kept.Where(r => r.Kind != "CustomResourceDefinition"))
        {
            var content = run.Manifest.Source.Bytes.AsMemory(resource.Document.Content.Start, resource.Document.Content.Length);
            var candidates = services.Where(s => content.Span.IndexOf(Encoding.UTF8.GetBytes(s)) >= 0).ToList();
            if (candidates.Count > 0)
            {
                Warn(run, resource, candidates);
            }
        }
    }

    private static void Warn(PatchRun run, Resource resource, List<string> services)
    {
        foreach (var (key, value) in Scalars(resource.Root).Where(s => !run.IsChanged(resource, s.Value)))
        {
            var text = ScalarText.Decode(value);
            var decoded = Encoding.UTF8.GetString(text.Bytes);
            foreach (var service in services)
            {
                if (Reference(resource, key, decoded, service, run.Istio.Namespace) is { } at)
                {
                    var place = run.Manifest.Locate(resource, text.ToSource(Encoding.UTF8.GetByteCount(decoded.AsSpan(0, at))));
                    run.Warn($"{place}: {resource.Id} still refers to the removed Service {service}");
                }
            }
        }
    }

    /// <summary>Where a text first refers to the service; null when it does not.</summary>
    private static int? Reference(Resource resource, string? key, string text, string service, string istioNamespace)
    {
        if (HostKeys.Contains(key))
        {
            return text == service || text.StartsWith($"{service}.{istioNamespace}", StringComparison.Ordinal) ? 0 : null;
        }

        if (key == "name" && resource.Kind is "Service" or "Gateway" && text.EndsWith("-" + service, StringComparison.Ordinal))
        {
            return text == resource.Name ? null : 0;
        }

        for (var at = text.IndexOf("//" + service, StringComparison.Ordinal); at >= 0; at = text.IndexOf("//" + service, at + 1, StringComparison.Ordinal))
        {
            var rest = text.AsSpan(at + 2 + service.Length);
            if (rest.IsEmpty || rest[0] is ':' or '/' or '"' or '\'' or '\n' or ' ' || rest.StartsWith("." + istioNamespace, StringComparison.Ordinal))
            {
                return at + 2;
            }
        }

        return null;
    }

    private static IEnumerable<(string? Key, YamlNode Value)> Scalars(YamlNode root)
    {
        if (root.IsMapping)
        {
            return root.Pairs.Where(p => !ServerKeys.Any(k => p.Key.Is(k))).SelectMany(p => p.Value.IsScalar ? [(p.Key.Value, p.Value)] : Scalars(p.Value));
        }

        return root.Items.SelectMany(i => i.IsScalar ? [(null, i)] : Scalars(i));
    }
}
