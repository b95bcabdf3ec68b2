using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>Finds the value of a command line flag in the argument lists of a template, in block or flow style.</summary>
internal static class TemplateFlag
{
    /// <summary>
    /// The spans of the values, without quotes: the list item after the item <c>- --flag</c>, or the text after <c>--flag=</c>. Where the
    /// item after the flag depends on a branch, each arm's item is a value.
    /// </summary>
    public static IEnumerable<ByteSpan> Find(GoTemplate template, string flag)
    {
        var name = System.Text.Encoding.ASCII.GetBytes(flag);
        if (template.Source.AsSpan().IndexOf(name) < 0)
        {
            return [];
        }

        var values = new List<ByteSpan>();
        var entries = template.Entries;
        for (var i = 0; i < entries.Count; i++)
        {
            if (TemplateFlow.IsFlow(template, entries[i].Value))
            {
                if (TemplateFlow.Read(template, entries[i].Value) is { } root)
                {
                    InFlow(root, flag, values);
                }
            }
            else if (Item(template, i) is { } item && template.Source.AsSpan(item.Start, item.Length).StartsWith(name))
            {
                if (item.Length == name.Length)
                {
                    values.AddRange(After(template, i));
                }
                else if (template.Source[item.Start + name.Length] == '=')
                {
                    values.Add(item with { Start = item.Start + name.Length + 1 });
                }
            }
        }

        // Flags in several branches may share the value after the branches.
        return values.Distinct();
    }

    /// <summary>The items that follow an item, one for each path through the branches that start after it.</summary>
    private static IEnumerable<ByteSpan> After(GoTemplate template, int flag)
    {
        var entries = template.Entries;
        var (column, arm) = (entries[flag].Column, entries[flag].Arm);
        var answered = new HashSet<TemplateBranchArm>();
        for (var i = flag + 1; i < entries.Count && (entries[i].Column >= column || entries[i].Kind == TemplateEntryKind.Value); i++)
        {
            if (!entries[i].IsItem)
            {
                // A value or a mapping inside of an item has its own line; a key at the items' column ends the list.
                if (entries[i].IsKey && entries[i].Column <= column)
                {
                    yield break;
                }

                continue;
            }

            if (IsAlternative(entries[i].Arm, arm) || Ancestors(entries[i].Arm).Any(answered.Contains))
            {
                continue;
            }

            if (Item(template, i) is { } value)
            {
                yield return value;
            }

            answered.Add(entries[i].Arm);
            if (Ancestors(arm).Contains(entries[i].Arm) || HasItemInEveryArm(entries[i].Arm, arm, answered))
            {
                yield break;
            }
        }
    }

    /// <summary>True when all arms of the branch have an item, and one of them always runs.</summary>
    private static bool HasItemInEveryArm(TemplateBranchArm item, TemplateBranchArm flag, HashSet<TemplateBranchArm> answered) =>
        item.Branch is { IsExhaustive: true } branch && item.Parent == flag && branch.Arms.All(answered.Contains);

    /// <summary>True for an arm that never runs together with another one.</summary>
    private static bool IsAlternative(TemplateBranchArm one, TemplateBranchArm other) =>
        Ancestors(one).Any(a => a.Branch is not null && Ancestors(other).Any(b => b.Branch == a.Branch && a != b));

    /// <summary>An arm and the arms that contain it.</summary>
    private static IEnumerable<TemplateBranchArm> Ancestors(TemplateBranchArm? arm)
    {
        for (; arm is not null; arm = arm.Parent)
        {
            yield return arm;
        }
    }

    private static void InFlow(YamlNode node, string flag, List<ByteSpan> values)
    {
        var isValue = false;
        foreach (var child in node.Children)
        {
            if (!child.IsScalar)
            {
                InFlow(child, flag, values);
            }
            else if (node.IsSequence)
            {
                var inner = Unquoted(child);
                if (isValue)
                {
                    values.Add(inner);
                }
                else if (child.StartsWith(flag + "="))
                {
                    values.Add(inner with { Start = inner.Start + flag.Length + 1 });
                }
            }

            isValue = child.Is(flag);
        }
    }

    private static ByteSpan Unquoted(YamlNode scalar) =>
        scalar.Style is YamlStyle.SingleQuoted or YamlStyle.DoubleQuoted
            ? new ByteSpan(scalar.Span.Start + 1, scalar.Span.End - 1)
            : scalar.Span;

    /// <summary>The scalar of an item, without quotes; null for other entries, and for items that hold a mapping or nothing.</summary>
    public static ByteSpan? Item(GoTemplate template, int index)
    {
        var entries = template.Entries;
        if (!entries[index].IsItem)
        {
            return null;
        }

        // The scalar of a dash that is alone on its line is on the next one.
        var isBelow =
            entries[index].Value.Length == 0
            && index + 1 < entries.Count
            && entries[index + 1].Kind == TemplateEntryKind.Value
            && entries[index + 1].Column > entries[index].Column;
        var value = isBelow ? entries[index + 1].Value : entries[index].Value;
        if (value.Length == 0)
        {
            return null;
        }

        var isQuoted =
            template.Masked[value.Start] is (byte)'"' or (byte)'\''
            && value.Length > 1
            && template.Masked[value.End - 1] == template.Masked[value.Start];
        return isQuoted ? new ByteSpan(value.Start + 1, value.End - 1) : value;
    }
}
