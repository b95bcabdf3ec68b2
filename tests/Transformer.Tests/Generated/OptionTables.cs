using System.Text;
using KymaIstioTransform.Cli.Options;

namespace KymaIstioTransform.Tests.Generated;

/// <summary>The tables of options in docs/reference.md, one for each group.</summary>
internal static class OptionTables
{
    public static string Markdown()
    {
        var text = new StringBuilder();
        foreach (var group in Enum.GetValues<OptionGroup>())
        {
            text.Append($"\n### {OptionTable.Title(group)}\n\n| option | path below `spec` | default | meaning |\n|---|---|---|---|\n");
            foreach (var option in OptionTable.In(group))
            {
                text.Append($"| {Form(option)} | {Code(option.Path)} | {Default(option)} | {Meaning(option)} |\n");
            }
        }

        return text.Append('\n').ToString();
    }

    private static string Form(OptionInfo option) =>
        (option.Letter.Length > 0 ? $"`-{option.Letter}`, " : "")
        + Code($"--{option.Name}{(option.IsSwitch ? "" : " " + option.Placeholder)}".Replace("|", "\\|", StringComparison.Ordinal));

    private static string Default(OptionInfo option) =>
        option.Setting.Default is { } value ? Code(value) : option.Setting.DefaultText ?? (option.IsSwitch ? "off" : "none");

    private static string Meaning(OptionInfo option)
    {
        var names = option.Setting.Names is KnownNames.Profiles ? $": {string.Join(", ", option.Words!.Select(Code))}" : "";
        return option.Summary.Replace("|", "\\|", StringComparison.Ordinal) + names;
    }

    private static string Code(string? text) => text is null ? "" : $"`{text}`";
}
