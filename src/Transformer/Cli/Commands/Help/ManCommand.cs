using System.Text;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Patches;

namespace KymaIstioTransform.Cli.Commands.Help;

/// <summary>Prints the manual page: <c>kyma-istio-transform man | man -l -</c>.</summary>
internal static class ManCommand
{
    public static ExitCode Run(string[] args, RunContext context)
    {
        context.Write(args is [] ? Page() : throw new UsageException("man takes no arguments"));
        return ExitCode.Written;
    }

    private static string Page()
    {
        var page = new StringBuilder();
        page.Append($".TH KYMA-ISTIO-TRANSFORM 1 \"\" \"{ProgramInfo.Name} {ProgramInfo.Version}\"\n");
        page.Append($".SH NAME\n{Escaped(ProgramInfo.Name)} \\- {Escaped(ProgramInfo.Description.TrimEnd('.'))}\n.SH SYNOPSIS\n");
        page.Append(string.Concat(CommandSet.All.Select(c => $"{Escaped($"{ProgramInfo.Name} {c.Usage}")}\n.br\n")));
        page.Append(".SH COMMANDS\n").Append(string.Concat(CommandSet.All.Select(c => Item(c.Name, c.Summary))));
        page.Append(".SH PATCHES\nThe patches, in their order.\n").Append(string.Concat(PatchSet.All.Select(p => Item(p.Name, p.Summary))));
        page.Append(".SH OPTIONS\n");
        foreach (var group in Enum.GetValues<OptionGroup>())
        {
            page.Append($".SS {OptionTable.Title(group)}\n");
            page.Append(
                string.Concat(OptionTable.In(group).Select(o => Item(o.Form.Trim(), o.Help + (o.Path is null ? "" : $" (spec.{o.Path})"))))
            );
        }

        page.Append(
            $".SH ENVIRONMENT\nEnvironment variables set options: {Escaped(ProgramInfo.VariablePrefix)} plus the name in capitals, "
            + "with _ for \\-.\n"
        );
        page.Append($".SH EXIT STATUS\n{Escaped(ProgramInfo.ExitCodes)}.\n.SH EXAMPLES\n");
        page.Append(string.Concat(HelpText.Examples.Select(e => $".nf\n{Escaped(e)}\n.fi\n")));
        return page.ToString();
    }

    private static string Item(string term, string text) => $".TP\n.B {Escaped(term)}\n{Escaped(text)}\n";

    /// <summary>Escapes text for roff: backslashes, dashes and a dot at the start of a line have a meaning.</summary>
    private static string Escaped(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" + escaped : escaped;
    }
}
