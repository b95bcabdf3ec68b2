using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>
/// Rejects input that a broken pipe cut off in the middle of an object. Where the YAML is still valid, the check looks for
/// fields that the last object of a stream must have.
/// </summary>
internal static class TruncationCheck
{
    /// <summary>Fields without which the API server rejects an object, by kind.</summary>
    private static readonly Dictionary<string, string[]> RequiredFields = new(StringComparer.Ordinal)
    {
        ["ClusterRoleBinding"] = ["roleRef"],
        ["CustomResourceDefinition"] = ["spec"],
        ["DaemonSet"] = ["spec.template.spec.containers"],
        ["Deployment"] = ["spec.template.spec.containers"],
        ["HorizontalPodAutoscaler"] = ["spec.scaleTargetRef", "spec.maxReplicas"],
        ["Job"] = ["spec.template.spec.containers"],
        ["MutatingWebhookConfiguration"] = ["webhooks"],
        ["PodDisruptionBudget"] = ["spec"],
        ["RoleBinding"] = ["roleRef"],
        ["Service"] = ["spec"],
        ["StatefulSet"] = ["spec.template.spec.containers"],
        ["ValidatingWebhookConfiguration"] = ["webhooks"],
    };

    /// <exception cref="ManifestException">There is no object, or the last one is truncated.</exception>
    public static void Check(Manifest manifest, bool allowEmpty)
    {
        if (manifest.Resources.Count == 0)
        {
            if (!allowEmpty)
            {
                throw new ManifestException(
                    "the input has no Kubernetes objects (did the command before the pipe fail? use set -o pipefail; --allow-empty "
                    + "accepts it)"
                );
            }

            return;
        }

        foreach (var input in manifest.Source.Inputs)
        {
            // A document is complete when another one follows it, even if that one holds only comments.
            if (
                manifest.Documents.FindLast(d => d.Span.Start >= input.Start && d.Span.Start < input.End) is
                { IsResourceList: false, Resources.Count: > 0 } last
            )
            {
                CheckLast(manifest, last);
            }
        }
    }

    private static void CheckLast(Manifest manifest, Document document)
    {
        var resource = document.Resources[^1];
        foreach (var path in resource.Id.IsOfKubernetes ? RequiredFields.GetValueOrDefault(resource.Kind) ?? [] : [])
        {
            if (resource.Root.Find(path.Split('.')) is not { IsNull: false })
            {
                throw Cut(manifest, resource, $"the field {path} is missing");
            }
        }

        if (
            Workload.PodSpec(resource) is not null
            && Workload.Containers(resource).FirstOrDefault(c => c.Name.Length == 0 || c.Image is null) is { } container
        )
        {
            throw Cut(manifest, resource, $"the container {container.Name} has no {(container.Name.Length == 0 ? "name" : "image")}");
        }

        // Helm and kubectl end every line: a last line that holds a bare key and no line break was cut off after the key.
        var content = manifest.Source.Bytes.AsSpan(document.Content.Start, document.Content.Length);
        if (content is [.., not (byte)'\n'] && EndsInBareKey(resource.Root))
        {
            throw Cut(manifest, resource, "the last line is a key without a value");
        }
    }

    private static bool EndsInBareKey(YamlNode node)
    {
        while (!node.IsScalar && node.Style == YamlStyle.Block && node.Next > node.Index + 1)
        {
            node = node.Children.Last();
        }

        return node.IsNull && node.Span.Length == 0;
    }

    private static ManifestException Cut(Manifest manifest, Resource resource, string what) =>
        new(
            $"{resource.Id} is the last object, and {what}: the stream is truncated (did the command before the pipe fail? use set -o "
            + "pipefail)",
            manifest.Locate(resource)
        );
}
