using KymaIstioTransform.Cli;
using Xunit;
using YamlDotNet.Core;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>
/// An exported running Istio gives the same data as its rendered manifests, without server-managed fields.
/// </summary>
public class KubectlExportTests
{
    private static readonly string[] Flags = ["--clean-export", "--assume-crd", HostTools.SecurityCrd, "--skip", "ingress-certificates"];

    public static TheoryData<string> Streams => SharedData.Streams();

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void As_JSON(string stream)
    {
        var input = SharedData.ReadStream(stream);
        AssertSame(input, Json(input));
    }

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void As_YAML_with_text_folded_by_kubectl(string stream)
    {
        var kubectl = HostTools.Require("kubectl-1.32", "kubectl");
        var input = SharedData.ReadStream(stream);
        var printed = ExternalTool.Run(
            kubectl,
            ["annotate", "--local", "-f", "-", "--overwrite", "deployment.kubernetes.io/revision=7", "-o", "yaml"],
            Json(input)
        );
        Assert.True(printed.Exit == 0, printed.Error);

        AssertSame(input, KubectlExport.List(ExternalTool.Text(printed.Output)));
    }

    private static byte[] Json(byte[] stream)
    {
        try
        {
            return KubectlExport.Json(stream);
        }
        catch (YamlException e)
        {
            throw new SkipException("no server would have taken this stream: " + e.Message);
        }
    }

    private static void AssertSame(byte[] stream, byte[] export)
    {
        var rendered = Tool.Run(stream, Flags);
        var exported = Tool.Run(export, Flags);

        Assert.True(rendered.Exit == exported.Exit, exported.Error);
        Skip.If(rendered.Exit == ExitCode.InputRejected, "rejected by the security precondition");
        ManifestData.AssertSame(ManifestData.Read(rendered.Output), ManifestData.Read(exported.Output));
        Assert.DoesNotContain("0b7e5c1e", exported.Text, StringComparison.Ordinal);
        Assert.Equal(exported.Text, Tool.Run(exported.Output, Flags).Text);
    }
}
