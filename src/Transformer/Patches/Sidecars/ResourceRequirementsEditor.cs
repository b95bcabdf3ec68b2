using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>What a container requests of one resource, and its limit.</summary>
internal readonly record struct ResourceAmount(Quantity Request, Quantity Limit);

/// <summary>
/// Completes a container's resources. Existing amounts stay (fill) or are replaced by the configured ones (enforce). Missing amounts are
/// added. A request is never above its limit.
/// </summary>
internal static class ResourceRequirementsEditor
{
    /// <summary>Completes <c>requests</c> and <c>limits</c> in the mapping <paramref name="resources"/>.</summary>
    public static void Complete(FieldEditor editor, YamlNode resources, SidecarOptions options)
    {
        foreach (var (section, values) in Missing(resources, options))
        {
            if (resources.Find(section) is { IsMapping: true } mapping && FieldEditor.HasEntries(mapping))
            {
                foreach (var (name, value) in values)
                {
                    if (mapping.Find(name) is { } present)
                    {
                        editor.Set(present, value.Text);
                    }
                    else
                    {
                        editor.Add(mapping, name, YamlValue.Of(value.Text));
                    }
                }
            }
            else if (resources.Find(section) is { } empty)
            {
                editor.Set(empty, Map(values));
            }
            else
            {
                editor.Add(resources, section, Map(values));
            }
        }
    }

    /// <summary>
    /// Sets a container's memory limit. Also sets a missing request if Kubernetes would otherwise use a higher limit as the request.
    /// </summary>
    public static void CompleteMemory(FieldEditor editor, YamlNode container, SidecarOptions options)
    {
        var resources = container.Find("resources");
        var memory = Memory(resources, options);
        var needsRequest = memory.Request < memory.Limit && resources?.Find("requests", "memory") is null or { IsNull: true };
        if (needsRequest && !(resources is { IsMapping: true } filled && FieldEditor.HasEntries(filled)))
        {
            var block = new YamlMap(("limits", Map([("memory", memory.Limit)])), ("requests", Map([("memory", memory.Request)])));
            if (resources is { } empty)
            {
                editor.Set(empty, block);
            }
            else
            {
                editor.Add(container, "resources", block);
            }

            return;
        }

        editor.SetPath(container, ["resources", "limits", "memory"], memory.Limit.Text);
        if (needsRequest)
        {
            editor.SetPath(container, ["resources", "requests", "memory"], memory.Request.Text);
        }
    }

    /// <summary>The complete block, for a container without resources.</summary>
    public static YamlMap Block(SidecarOptions options) =>
        new(
            ("limits", Map([("cpu", options.Limits.Cpu), ("memory", options.Limits.Memory)])),
            ("requests", Map([("cpu", options.Requests.Cpu), ("memory", options.Requests.Memory)]))
        );

    /// <summary>The effective memory of a container with these resources; <paramref name="resources"/> may be absent.</summary>
    public static ResourceAmount Memory(YamlNode? resources, SidecarOptions options) => Amount(resources, "memory", options);

    /// <summary>True when these resources of a container limit its memory.</summary>
    public static bool HasMemoryLimit(YamlNode? resources) => resources?.Find("limits", "memory") is { } limit && !IsMissing(limit);

    /// <summary>
    /// True for a limit or request without effect: null, an empty text, zero or less. Text that is not a quantity is left to the API
    /// server.
    /// </summary>
    public static bool IsMissing(YamlNode node) =>
        node.Text is null or "" || (Quantity.TryRead(node, out var quantity) && quantity.Value <= 0);

    /// <summary>The same for a scalar as it is written, including quotes.</summary>
    public static bool IsMissing(string scalar)
    {
        var isQuoted = scalar is ['"' or '\'', ..];
        var text = isQuoted ? scalar.Trim('"', '\'') : scalar;
        return text.Length == 0
            || (!isQuoted && text is "~" or "null")
            || ((isQuoted ? Quantity.TryParse(text, out var quantity) : Quantity.TryReadPlain(text, out quantity)) && quantity.Value <= 0);
    }

    private static YamlMap Map(IReadOnlyList<(string Name, Quantity Value)> values) =>
        new([.. values.Select(v => (v.Name, YamlValue.Of(v.Value.Text)))]);

    /// <summary>The amounts to write, by section. Sections and amounts that are already correct are left out.</summary>
    private static (string Section, List<(string Name, Quantity Value)> Values)[] Missing(YamlNode resources, SidecarOptions options)
    {
        var amounts = new[] { (Name: "cpu", Amount(resources, "cpu", options)), (Name: "memory", Amount(resources, "memory", options)) };
        var limits = amounts.Where(a => !IsSet(resources, "limits", a.Name, a.Item2.Limit)).Select(a => (a.Name, a.Item2.Limit)).ToList();
        var requests = amounts
            .Where(a => !IsSet(resources, "requests", a.Name, a.Item2.Request))
            .Select(a => (a.Name, a.Item2.Request))
            .ToList();
        return [("limits", limits), ("requests", requests)];
    }

    private static bool IsSet(YamlNode resources, string section, string name, Quantity value) =>
        resources.Find(section, name) is { } node
        && (node.Text == value.Text || (Quantity.TryRead(node, out var present) && present.Text == value.Text));

    private static ResourceAmount Amount(YamlNode? resources, string name, SidecarOptions options)
    {
        var (configuredRequest, configuredLimit) =
            name == "cpu" ? (options.Requests.Cpu, options.Limits.Cpu) : (options.Requests.Memory, options.Limits.Memory);
        var keep = options.Mode == SidecarMode.Fill;
        var request = keep ? Given(resources, "requests", name) : null;
        var limit = (keep ? Given(resources, "limits", name) : null) ?? configuredLimit;

        // If a chart's limit were below its own request, no pod could start. Therefore, the limit is raised to the request.
        limit = request is null ? limit : Quantity.Max(limit, request);
        return new ResourceAmount(request ?? Quantity.Min(configuredRequest, limit), limit);
    }

    private static Quantity? Given(YamlNode? resources, string section, string name) =>
        resources?.Find(section, name) is { } node
        && Quantity.TryRead(node, out var quantity)
        && (quantity.Value > 0 || section != "limits" || name != "memory")
            ? quantity
            : null;
}
