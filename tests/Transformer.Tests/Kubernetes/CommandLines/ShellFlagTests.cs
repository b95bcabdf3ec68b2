using System.Text;
using KymaIstioTransform.Kubernetes.CommandLines;
using Xunit;

namespace KymaIstioTransform.Tests.Kubernetes.CommandLines;

public class ShellFlagTests
{
    [Theory]
    [InlineData("exec proxy --zipkin a:1", "a:1")]
    [InlineData("exec proxy --zipkin=a:1 --other", "a:1")]
    [InlineData("--zipkin 'a:1'", "a:1")]
    [InlineData("--zipkin=\"a:1\";exit", "a:1")]
    [InlineData("\"--zipkin\" a:1", "a:1")]
    [InlineData("run --zipkin \\\n  a:1 \\\n  --more", "a:1")]
    [InlineData("run --zipkin a && run --zipkin b", "a; b")]
    [InlineData("run (--zipkin a)", "a")]
    [InlineData("run --zipkinAddress a", "")]
    [InlineData("run x--zipkin a", "")]
    [InlineData("run --zipkin", "")]
    [InlineData("run --zipkin=", "")]
    [InlineData("", "")]
    public void Finds_values_in_order(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        Assert.Equal(
            expected,
            string.Join("; ", ShellFlag.Find(bytes, "--zipkin").Select(f => Encoding.UTF8.GetString(bytes, f.Value.Start, f.Value.Length)))
        );
    }
}
