using KymaIstioTransform.Kubernetes.CommandLines;
using KymaIstioTransform.Tests.Yaml;
using Xunit;

namespace KymaIstioTransform.Tests.Kubernetes.CommandLines;

public class CommandLineFlagTests
{
    [Theory]
    [InlineData("{args: [--zipkin, 'a:1']}", "--zipkin a:1")]
    [InlineData("{args: ['--zipkin=a:1']}", "--zipkin=a:1")]
    [InlineData("{args: ['--zipkin=']}", "--zipkin=")]
    [InlineData("{args: ['--zipkin=a=b']}", "--zipkin=a=b")]
    [InlineData("{args: [--zipkin, '']}", "--zipkin ")]
    [InlineData("{args: [--zipkin]}", "")]
    [InlineData("{args: []}", "")]
    [InlineData("{image: x}", "")]
    [InlineData("{args: --zipkin=a}", "")]
    [InlineData("{args: ['--zipkinAddress=a', zipkin, -zipkin, x--zipkin]}", "")]
    [InlineData("{args: [serve, --other, x, --zipkin, a, --trace=b]}", "--zipkin a; --trace=b")]
    [InlineData("{args: [--trace, b, '--zipkin=a']}", "--trace b; --zipkin=a")]
    [InlineData("{args: ['--zipkin=c'], command: [run, --zipkin, a]}", "--zipkin a; --zipkin=c")]
    [InlineData("{args: [--trace, '--zipkin=a']}", "--trace --zipkin=a")]
    [InlineData("{args: [--trace, --zipkin, a]}", "--trace --zipkin")]
    [InlineData("{args: [\"--zip\\u006bin=a\"]}", "--zipkin=a")]
    public void Finds_flags_in_order(string container, string expected)
    {
        var flags = CommandLineFlag.Find(YamlText.Read(container).Root, "--zipkin", "--trace");

        Assert.Equal(expected, string.Join("; ", flags.Select(f => (f.Prefix.Length > 0 ? f.Prefix : f.Name + " ") + f.Value)));
        Assert.All(flags, f => Assert.Equal(f.Item.Value, f.Prefix + f.Value));
    }
}
