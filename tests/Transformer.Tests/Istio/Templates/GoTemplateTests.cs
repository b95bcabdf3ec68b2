using System.Text;
using KymaIstioTransform.Istio.Templates;
using KymaIstioTransform.Yaml;
using Xunit;

namespace KymaIstioTransform.Tests.Istio.Templates;

public class GoTemplateTests
{
    /// <summary>Actions are printed as <c>‹body›</c>, control structures as <c>(header: text | else: text)</c>.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("text", "text")]
    [InlineData("a{{ .X }}b", "a‹.X›b")]
    [InlineData("{{.X}}{{- .Y -}}", "‹.X›‹.Y›")]
    [InlineData("{{-1}}", "‹-1›")]
    [InlineData("{{ \"}}\" }}!", "‹\"}}\"›!")]
    [InlineData("{{ \"\\\"}}\" }}!", "‹\"\\\"}}\"›!")]
    [InlineData("{{ `}}` }}!", "‹`}}`›!")]
    [InlineData("{{/* }} */}}!", "‹/* }} */›!")]
    [InlineData("a}}b", "a}}b")]
    [InlineData("[[ .X ]] [[ .Y ]]", "‹.X› ‹.Y›")]
    [InlineData("[[ if .X ]]{a: 1}[[ end ]]", "(if .X: {a: 1})")]
    [InlineData("{{ if .X }}a{{ else }}b{{ end }}c", "(if .X: a | else: b)c")]
    [InlineData("{{ if .X }}a{{ else if .Y }}b{{ else }}c{{ end }}", "(if .X: a | else if .Y: b | else: c)")]
    [InlineData("{{ range .X }}{{ with .Y }}a{{ end }}b{{ end }}", "(range .X: (with .Y: a)b)")]
    [InlineData("{{ define \"x\" }}a{{ end }}{{ block \"y\" . }}b{{ end }}", "(define \"x\": a)(block \"y\" .: b)")]
    [InlineData("{{ if(.X) }}a{{ end }}", "(if(.X): a)")]
    [InlineData("{{ ending }}{{ .end }}", "‹ending›‹.end›")]
    public void Reads_actions_and_control_structures(string source, string expected)
    {
        var template = GoTemplate.Parse(Encoding.UTF8.GetBytes(source));

        Assert.Equal(expected, Print(template, template.Root));
    }

    [Theory]
    [InlineData("a{{ .X", 1, "the template has an unclosed action")]
    [InlineData("{{ \"}}", 0, "the template has an unclosed action")]
    [InlineData("{{/* }}", 0, "the template has an unclosed action")]
    [InlineData("a{{ end }}", 1, "the template has an unexpected end")]
    [InlineData("{{ else }}", 0, "the template has an unexpected else")]
    [InlineData("a{{ if .X }}b", 1, "the template has an unclosed control structure")]
    [InlineData("{{ if .X }}{{ range .Y }}{{ end }}", 0, "the template has an unclosed control structure")]
    public void Rejects_what_Go_cannot_parse(string source, int offset, string message)
    {
        var error = Assert.Throws<YamlException>(() => GoTemplate.Parse(Encoding.UTF8.GetBytes(source)));

        Assert.Equal((offset, message), (error.Offset, error.Message));
    }

    [Theory]
    [InlineData("{{ .X }}", true)]
    [InlineData("{{ $x }}", true)]
    [InlineData("{{ eq $x \"=\" }}", true)]
    [InlineData("{{ $x := 1 }}", false)]
    [InlineData("{{ $x = 1 }}", false)]
    [InlineData("{{/* comment */}}", false)]
    [InlineData("{{ break }}", false)]
    public void Knows_which_actions_print(string source, bool prints) =>
        Assert.Equal(
            prints,
            GoTemplate.Actions(GoTemplate.Parse(Encoding.UTF8.GetBytes(source)).Root.Nodes).Single().Prints
        );

    [Theory]
    [InlineData("a", "{{ if .X }}a{{ else }}b{{ end }}", "if .X")]
    [InlineData("b", "{{ if .X }}a{{ else }}b{{ end }}", "else")]
    [InlineData("c", "{{ if .X }}a{{ range .Y }}c{{ end }}{{ end }}", "range .Y")]
    [InlineData("d", "{{ if .X }}a{{ end }}d", null)]
    public void Finds_the_innermost_arm(string text, string source, string? header)
    {
        var template = GoTemplate.Parse(Encoding.UTF8.GetBytes(source));
        var at = source.IndexOf("}}" + text, StringComparison.Ordinal) + 2;

        Assert.Equal(header, template.ArmAt(at).Header?.Body);
    }

    private static string Print(GoTemplate template, TemplateBranchArm arm) =>
        string.Concat(
            arm.Nodes.Select(node =>
                node switch
                {
                    TemplateNode.Action action => $"‹{action.Body}›",
                    TemplateNode.ControlBlock block =>
                        $"({string.Join(" | ", block.Arms.Select(a => $"{a.Header!.Body}: {Print(template, a)}"))})",
                    _ => template.Text(node.Span),
                }
            )
        );
}
