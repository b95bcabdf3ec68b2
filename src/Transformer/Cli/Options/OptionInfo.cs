using System.Reflection;
using CommandLine;

namespace KymaIstioTransform.Cli.Options;

/// <summary>One option, as the attributes of its property declare it.</summary>
internal sealed class OptionInfo(PropertyInfo property, OptionAttribute option, SettingAttribute setting, TypedFlags.Topic topic)
{
    /// <summary>The suffix of a list's placeholder.</summary>
    private const string ListMark = ",...";

    public PropertyInfo Property { get; } = property;

    public SettingAttribute Setting { get; } = setting;

    /// <summary>The flags that the parser gets together with this one.</summary>
    public TypedFlags.Topic Topic { get; } = topic;

    /// <summary>The long name without dashes.</summary>
    public string Name => option.LongName;

    /// <summary>The one-letter form, or empty.</summary>
    public string Letter => option.ShortName;

    /// <summary>The placeholder for the value in help texts; empty for a switch.</summary>
    public string Placeholder => Setting.Placeholder;

    /// <summary>The help without the default and the accepted names.</summary>
    public string Summary => Setting.Help;

    /// <summary>The help with the default.</summary>
    public string Help => Summary + ((Setting.Default ?? Setting.DefaultText) is { } value ? $" (default {value})" : "");

    public string? Path => Setting.Path;

    public bool IsSwitch => Property.PropertyType == typeof(bool);

    /// <summary>True if the option takes several values, separated by commas. Repeating the option adds values.</summary>
    public bool IsList => Placeholder.EndsWith(ListMark, StringComparison.Ordinal);

    /// <summary>True if many runs need the option: the overview of <c>--help</c> lists it.</summary>
    public bool IsCommon => Setting.IsCommon;

    /// <summary>The environment variable that sets the option.</summary>
    public string Variable => OptionName.Variable(Property.Name);

    /// <summary>The values that are accepted; null when they are not a fixed set.</summary>
    public IReadOnlyList<string>? Words =>
        Setting.Choices is { } type ? [.. Enum.GetNames(type).Select(OptionName.Kebab)]
        : Setting.Names == KnownNames.Any ? null
        : OptionTable.Known(Setting.Names);

    /// <summary>The option as a help text shows it: letter, name and placeholder.</summary>
    public string Form => $"{(Letter.Length > 0 ? $"-{Letter}, " : "    ")}--{Name}{(IsSwitch ? "" : " " + Placeholder)}";
}
