using System.Text;
using KymaIstioTransform.Istio.Templates;
using Xunit;

namespace KymaIstioTransform.Tests.Istio.Templates;

public class TemplateContainersTests
{
    [Theory]
    [InlineData("containers:\n- name: a\n  image: x\n- name: b\n", "a; b")]
    [InlineData("spec:\n  initContainers:\n    - image: x\n      name: \"a\"\n  containers:\n    - name: b\n", "a; b")]
    [InlineData("containers: [{name: a}, {name: b}]\n", "a; b")]
    [InlineData("spec: {containers: [{name: a, image: x}]}\n", "a")]
    [InlineData("containers:\n- {name: a}\n- name: b\n", "a; b")]
    [InlineData("containers:\n- name: {{ .Name }}\n- name: b\n", "b")]
    [InlineData("containers:\n- name: {{ .Name }}\n", "")]
    [InlineData("{{ range .C }}\ncontainers:\n- name: {{ .Name }}\n{{ end }}\ninitContainers:\n- name: b\n", "b")]
    [InlineData("containers:\n{{- if .X }}\n- name: a\n{{- end }}\n- name: b\n", "a; b")]
    [InlineData("containers:\n{{- if .X }}\n- name: a\n{{- else }}\n- name: b\n{{- end }}\n  image: x\n", "a or b")]
    [InlineData("containers:\n- image: x\n{{ if .X }}\n  name: a\n{{ else }}\n  name: b\n{{ end }}\n", "a or b")]
    [InlineData("containers:\n", "")]
    [InlineData("containers: []\n", "")]
    [InlineData("containers:\n- image: x\n", "")]
    [InlineData("volumes:\n- name: a\n", "")]
    [InlineData("# containers:\n# - name: a\n", "")]
    [InlineData("text: |\n  containers:\n  - name: a\n", "")]
    [InlineData("", "")]
    public void Finds_containers_with_a_fixed_name(string source, string expected) =>
        Assert.Equal(expected, string.Join("; ", TemplateContainers.Find(GoTemplate.Parse(Encoding.UTF8.GetBytes(source)))));

    [Theory]
    [InlineData("containers:\n- name: a\n  image: x\n- name: b\n", "- name: a\n  image: x\n")]
    [InlineData("containers: [{name: a}, {name: b}]\n", "{name: a}")]
    [InlineData("containers:\n{{ if .X }}\n- name: a\n{{ end }}\n- name: b\n", "- name: a\n")]
    [InlineData("containers:\n- name: a\n{{ if .X }}\n- name: b\n{{ end }}\n", "- name: a\n")]
    public void A_region_is_the_text_of_one_container(string source, string expected)
    {
        var template = GoTemplate.Parse(Encoding.UTF8.GetBytes(source));

        Assert.Equal(expected, template.Text(TemplateContainers.Find(template).First().Region.Span));
    }

    [Theory]
    [InlineData("containers:\n- name: a\n  <<: *defaults\n", true)]
    [InlineData("containers: [{name: a, <<: *defaults}]\n", true)]
    [InlineData("containers: [{name: a, name: b}]\n", true)]
    [InlineData("containers:\n- name: a\n  image: x\n", false)]
    public void Says_whether_all_keys_are_visible(string source, bool isOpaque) =>
        Assert.Equal(isOpaque, TemplateContainers.Find(GoTemplate.Parse(Encoding.UTF8.GetBytes(source))).Single().IsOpaque);
}
