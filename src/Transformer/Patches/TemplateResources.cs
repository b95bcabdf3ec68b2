using System.Text;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Manifests;
using KymaIstioTransform.Syntax;

namespace KymaIstioTransform.Patches;

/// <summary>
/// Completes the resources of the containers in one injection template so that, whatever branch runs, each container comes out with
/// <c>limits.memory</c>. Text without actions is edited as the YAML it is; between actions only what a branch lacks is added.
/// </summary>
internal sealed class TemplateResources
{
    private const string CpuAnnotation = "sidecar.istio.io/proxyCPU";
    private const string MemoryAnnotation = "sidecar.istio.io/proxyMemory";

    private readonly GoTemplate template;
    private readonly IReadOnlyList<TemplateLine> lines;
    private readonly TextEdits text;
    private readonly SidecarOptions options;
    private readonly Func<string, Quantity?> fillValues;
    private readonly Action<int, string?, string> note;
    private readonly HashSet<string> definitions = [];
    private Quantity memoryLimit;

    /// <summary>Prepares the work on one template.</summary>
    /// <param name="text">The template's text, which takes the edits.</param>
    /// <param name="options">The numbers.</param>
    /// <param name="fillValues">
    /// Completes the resources at a path of the chart values that the template prints (<c>.Values.global.proxy.resources</c>) and returns
    /// the memory limit there; null when the values cannot be seen.
    /// </param>
    /// <param name="note">Takes a place in the template, what stood there (null for additions) and what is new, for the report.</param>
    public TemplateResources(TextEdits text, SidecarOptions options, Func<string, Quantity?> fillValues, Action<int, string?, string> note)
    {
        template = GoTemplate.Parse(text.Text.Bytes);
        lines = TemplateLines.Of(template);
        this.text = text;
        this.options = options;
        this.fillValues = fillValues;
        this.note = note;
        memoryLimit = options.Limits.Memory;
    }

    /// <summary>Completes all containers; returns their names.</summary>
    public IReadOnlyList<string> Complete()
    {
        var containers = TemplateContainers.Find(template).ToList();
        foreach (var container in containers)
        {
            CompleteContainer(container);
        }

        return [.. containers.SelectMany(c => c.Names).Distinct()];
    }

    private void CompleteContainer(TemplateContainer container)
    {
        if (!EnsureResources(container.Region, container))
        {
            // Behind the last line of the container, where no other key's value can be cut in two.
            Append(container.Region, BlockText(container.KeyIndent), $"resources of {container}");
        }
    }

    /// <summary>Completes the <c>resources</c> keys in a region; false when no arm of it has one.</summary>
    private bool EnsureResources(TemplateRegion region, TemplateContainer container)
    {
        var found = false;
        foreach (var line in lines.Where(l => l.Arm == region.Arm && region.Contains(l) && l.Indent == container.KeyIndent && IsKey(l, "resources")))
        {
            CompleteResources(line, ChildrenOf(line, region), container);
            found = true;
        }

        foreach (var branch in region.Branches.Where(b => !found && lines.Any(l => Within(l, b.Span) && l.Indent == container.KeyIndent && IsKey(l, "resources"))))
        {
            foreach (var arm in branch.Arms)
            {
                var inner = new TemplateRegion(arm, arm.Span);
                if (!EnsureResources(inner, container))
                {
                    Append(inner, BlockText(container.KeyIndent), $"resources of {container}");
                }
            }

            if (!branch.IsExhaustive)
            {
                AddElse(branch, BlockText(container.KeyIndent), $"resources of {container}");
            }

            found = true;
        }

        return found;
    }

    private void CompleteResources(TemplateLine key, TemplateRegion children, TemplateContainer container)
    {
        if (children.IsStatic && !key.Text.Contains(template.Open, StringComparison.Ordinal))
        {
            var edits = EditStatic(new ByteSpan(key.Start, children.Span.End));
            var resources = edits.Tree.Root.Find("resources")!.Value;
            var editor = StaticEditor(edits, key.Start, $"{container}");
            if (resources.IsMapping && resources.Next > resources.Index + 1)
            {
                ResourceFill.Complete(editor, resources, options);
            }
            else
            {
                editor.Set(resources, ResourceFill.Block(options));
            }

            text.AddRange(edits.ToSource());
            return;
        }

        // The default branch tells which limit the other branches should fall back to.
        memoryLimit = DefaultMemoryLimit(children) ?? options.Limits.Memory;
        WidenAnnotationBranches(children);
        EnsureLimits(children, key.Indent + 2, $"{container}");
    }

    /// <summary>Completes the children of <c>resources</c>.</summary>
    private void EnsureLimits(TemplateRegion region, int indent, string what)
    {
        if (region.IsStatic && !IsBlank(region))
        {
            var edits = EditStatic(region.Span);
            ResourceFill.Complete(StaticEditor(edits, region.Span.Start, what), edits.Tree.Root, options);
            text.AddRange(edits.ToSource());
            return;
        }

        var provided = false;
        foreach (var line in KeyLines(region, "limits"))
        {
            EnsureMemory(ChildrenOf(line, region), line.Indent + 2, what);
            provided = true;
        }

        foreach (var action in region.Nodes.OfType<TemplateNode.Action>())
        {
            provided |= Provides(action, what);
        }

        foreach (var branch in region.Branches.Where(b => Mentions(b, "limits") || (b.IsExhaustive && Mentions(b, "requests"))))
        {
            foreach (var arm in branch.Arms)
            {
                EnsureLimits(new TemplateRegion(arm, arm.Span), IndentOf(arm, "limits") ?? indent, what);
            }

            if (!branch.IsExhaustive && !IsGuardOfValues(branch))
            {
                var at = IndentOf(branch.Arms[0], "limits") ?? indent;
                AddElse(branch, $"{Blanks(at)}limits:\n{MemoryText(at + 2)}", $"memory limit of {what}");
            }

            provided = true;
        }

        if (!provided)
        {
            var at = KeyLines(region, "requests").Select(l => (int?)l.Indent).FirstOrDefault() ?? indent;
            Append(region, $"{Blanks(at)}limits:\n{MemoryText(at + 2)}", $"memory limit of {what}");
        }
    }

    /// <summary>Completes the children of <c>limits</c>.</summary>
    private void EnsureMemory(TemplateRegion region, int indent, string what)
    {
        if (KeyLines(region, "memory").Any())
        {
            return;
        }

        var branch = region.Branches.FirstOrDefault(b => Mentions(b, "memory"));
        if (branch is null)
        {
            Append(region, MemoryText(indent), $"memory limit of {what}");
        }
        else if (!branch.IsExhaustive)
        {
            AddElse(branch, MemoryText(IndentOf(branch.Arms[0], "memory") ?? indent), $"memory limit of {what}");
        }
    }

    /// <summary>What an action prints into the resources: a definition of this template, or chart values. Both are completed where they stand.</summary>
    private bool Provides(TemplateNode.Action action, string what)
    {
        if (action.Keyword == "template")
        {
            var name = action.Body.Split('"', '`').ElementAtOrDefault(1);
            var definition = template.Arms().FirstOrDefault(a => a.Header?.Keyword == "define" && a.Header.Body.Split('"', '`').ElementAtOrDefault(1) == name);
            if (definition is not null && definitions.Add(name!))
            {
                var region = new TemplateRegion(definition, definition.Span);
                memoryLimit = DefaultMemoryLimit(region) ?? options.Limits.Memory;
                WidenAnnotationBranches(region);
                EnsureLimits(region, IndentOf(definition, "requests") ?? 6, $"{{{{ template \"{name}\" }}}}");
            }

            return definition is not null;
        }

        return ValuesPath(action) is { } path && fillValues(path) is not null;
    }

    /// <summary>A condition that only asks whether values are there, which <see cref="fillValues"/> has made true.</summary>
    private bool IsGuardOfValues(TemplateNode.Branch branch) =>
        branch.Header.Keyword == "if" && ValuesPath(branch.Header) is { } path && branch.Header.Body == $"if {path}" && fillValues(path) is not null;

    private static string? ValuesPath(TemplateNode.Action action)
    {
        var start = action.Body.IndexOf(".Values.", StringComparison.Ordinal);
        if (start < 0 || !action.Body.Contains("esources", StringComparison.Ordinal))
        {
            return null;
        }

        var end = start;
        while (end < action.Body.Length && (char.IsAsciiLetterOrDigit(action.Body[end]) || action.Body[end] is '.' or '_' or '-'))
        {
            end++;
        }

        return action.Body[start..end];
    }

    /// <summary>The memory limit where no annotation changes anything: of static text or of the chart values.</summary>
    private Quantity? DefaultMemoryLimit(TemplateRegion region)
    {
        foreach (var node in region.Nodes)
        {
            var limit = node switch
            {
                TemplateNode.Action action when ValuesPath(action) is { } path => fillValues(path),
                TemplateNode.Branch branch => branch.Arms.Select(a => new TemplateRegion(a, a.Span)).Select(DefaultMemoryLimit).FirstOrDefault(q => q is not null),
                _ => null,
            };
            if (limit is not null)
            {
                return limit;
            }
        }

        return region.IsStatic && !IsBlank(region) ? ResourceFill.MemoryLimit(YamlReader.Read(template.Source, region.Span).Root, options) : null;
    }

    /// <summary>
    /// Istio 1.0 asks for <c>proxyCPU</c> alone and then prints both annotations: a pod with one of them gets an empty number, or is not
    /// heard at all. The branch comes to ask for either, and each number to have a default.
    /// </summary>
    private void WidenAnnotationBranches(TemplateRegion region)
    {
        foreach (var branch in region.Branches.Where(b => b.Header.Keyword == "if" && IsLoneCondition(b.Header)))
        {
            var arm = branch.Arms[0];
            var values = arm.Nodes.OfType<TemplateNode.Action>().Where(a => a.Keyword == "index").ToList();
            var guarded = Annotation(branch.Header)!;
            var unguarded = values.Select(Annotation).FirstOrDefault(a => a is not null && a != guarded && a is CpuAnnotation or MemoryAnnotation);
            if (unguarded is null)
            {
                continue;
            }

            var condition = branch.Header.Body["if".Length..].Trim();
            var body = template.Text(branch.Header.Span).IndexOf(condition, StringComparison.Ordinal) + branch.Header.Span.Start;
            var widened = $"or {Parenthesized(condition)} {IsSet(unguarded)}";
            text.Replace(new ByteSpan(body, body + Encoding.UTF8.GetByteCount(condition)), widened);
            note(body, condition, widened);
            foreach (var value in values.Where(v => Annotation(v) is CpuAnnotation or MemoryAnnotation))
            {
                var annotation = Annotation(value)!;
                var fallback = annotation == CpuAnnotation ? options.Requests.Cpu : Quantity.Min(options.Requests.Memory, memoryLimit);
                text.Insert(value.Span.Start, template.Action($"if {IsSet(annotation)}"));
                text.Insert(value.Span.End, template.Action("else") + fallback + template.Action("end"));
                note(value.Span.Start, template.Text(value.Span), $"{fallback} without the annotation");
            }
        }
    }

    private static string Parenthesized(string condition) => condition.StartsWith('(') ? condition : $"({condition})";

    /// <summary>A condition on one annotation and nothing else.</summary>
    private static bool IsLoneCondition(TemplateNode.Action header) =>
        header.Body.Contains("isset", StringComparison.Ordinal)
        && header.Body.Split("isset").Length == 2
        && !header.Body.Contains("or ", StringComparison.Ordinal)
        && Annotation(header) is CpuAnnotation or MemoryAnnotation;

    private static string? Annotation(TemplateNode.Action action) =>
        action.Body.Split('"', '`').FirstOrDefault(part => part.StartsWith("sidecar.istio.io/", StringComparison.Ordinal));

    private static string IsSet(string annotation) => $"(isset .ObjectMeta.Annotations `{annotation}`)";

    /// <summary>A memory limit as large as the pod's annotation asks for, else the default.</summary>
    private string MemoryText(int indent) =>
        $"{Blanks(indent)}memory: \"{template.Action($"if {IsSet(MemoryAnnotation)}")}{template.Action($"index .ObjectMeta.Annotations `{MemoryAnnotation}`")}{template.Action("else")}{memoryLimit}{template.Action("end")}\"\n";

    private string BlockText(int indent) => ValueWriter.BlockEntry("resources", ResourceFill.Block(options), indent, "\n") + "\n";

    /// <summary>Adds an arm for all other cases, written as the branch's first action is.</summary>
    private void AddElse(TemplateNode.Branch branch, string body, string what)
    {
        var (left, right) = (branch.Header.TrimsLeft ? "- " : " ", branch.Header.TrimsRight ? " -" : " ");
        var action = $"{template.Open}{left}else{right}{template.Close}";
        var lineStart = Lines.Start(template.Source, branch.End.Span.Start);
        var indent = BlockScalar.LeadingSpaces(template.Source, lineStart);
        if (lineStart + indent == branch.End.Span.Start)
        {
            Insert(lineStart, $"{Blanks(indent)}{action}\n{body}", what);
        }
        else
        {
            Insert(branch.End.Span.Start, $"{template.Open} else {template.Close}\n{body}", what);
        }
    }

    private void Insert(int offset, string newText, string what)
    {
        text.Insert(offset, newText);
        note(offset, null, what);
    }

    private TreeEdits EditStatic(ByteSpan span) => new(YamlReader.Read(template.Source, span));

    private FieldEditor StaticEditor(TreeEdits edits, int offset, string what) =>
        new(edits, edits.Tree.Root, "", _ => default, change => note(offset, change.Old, $"{what}: {change.Path} {change.New}"));

    /// <summary>The lines below a key: up to the next line that is not indented further, or the end of the region.</summary>
    private TemplateRegion ChildrenOf(TemplateLine key, TemplateRegion region)
    {
        var start = Lines.Next(template.Source, key.Start);
        var end = lines.Where(l => l.Start >= start && l.Indent <= key.Indent).Select(l => l.Start).FirstOrDefault(region.Span.End);
        end = Math.Min(end, region.Span.End);
        var branch = region.Branches.FirstOrDefault(b => b.Span.Start < end && b.Span.End > end && b.Span.Start > start);
        return new TemplateRegion(region.Arm, new ByteSpan(start, branch?.Span.Start ?? end));
    }

    /// <summary>
    /// Adds whole lines behind the last line of a region that is not blank. An action that trims what follows it would swallow their
    /// line break and indentation: an action that prints nothing stops it.
    /// </summary>
    private void Append(TemplateRegion region, string newLines, string what)
    {
        var last = template.Source.AsSpan(0, region.Span.End).LastIndexOfAnyExcept(" \t\n"u8) + 1;
        var at = Lines.Next(template.Source, Math.Max(last, region.Span.Start));
        var trims = GoTemplate.Actions(region.Arm.Nodes).Append(region.Arm.Header).Any(a => a is { TrimsRight: true } && a.Span.End == last);
        var separator = trims ? template.Action("\"\"") + "\n" : "";
        var afterBreak = at > 0 && template.Source[at - 1] == '\n';

        // A template that ends without a line break keeps doing so: the block scalar around it may not hold one.
        Insert(at, afterBreak ? separator + newLines : "\n" + (separator + newLines).TrimEnd('\n'), what);
    }

    private IEnumerable<TemplateLine> KeyLines(TemplateRegion region, string key) => lines.Where(l => l.Arm == region.Arm && region.Contains(l) && IsKey(l, key));

    private bool Mentions(TemplateNode.Branch branch, string key) =>
        lines.Any(l => Within(l, branch.Span) && IsKey(l, key))
        || (key == "limits" && GoTemplate.Actions([branch]).Any(a => a.Keyword == "template" || (a.Keyword is not ("if" or "else") && ValuesPath(a) is not null)));

    private int? IndentOf(TemplateArm arm, string key) => lines.Where(l => Within(l, arm.Span) && IsKey(l, key)).Select(l => (int?)l.Indent).FirstOrDefault();

    private static bool Within(TemplateLine line, ByteSpan span) => line.Start >= span.Start && line.Start < span.End;

    private static bool IsKey(TemplateLine line, string key) => line.Text.StartsWith(key + ":", StringComparison.Ordinal);

    private bool IsBlank(TemplateRegion region) => template.Source.AsSpan(region.Span.Start, region.Span.Length).IndexOfAnyExcept(" \t\n"u8) < 0;

    private static string Blanks(int count) => new(' ', count);
}
