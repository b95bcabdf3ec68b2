using System.Security.Cryptography;
using System.Text.RegularExpressions;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>
/// Runs the blocks of commands in the documentation that use the program. Scripts replace Helm and kubectl: other tests run the real ones.
/// </summary>
public class DocumentedCommandTests
{
    /// <summary>Blocks with these programs have other tests, or need a release on a server.</summary>
    private static readonly string[] OtherPrograms = ["dotnet ", "make ", "gh ", "go test"];

    private static readonly string Repository = SharedData.Repository;

    public static TheoryData<string, int> Blocks
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var file in Files)
            {
                foreach (var (line, text) in BlocksOf(file))
                {
                    if (text.Contains("kyma-istio-transform", StringComparison.Ordinal) && !OtherPrograms.Any(text.Contains))
                    {
                        data.Add(Path.GetRelativePath(Repository, file), line);
                    }
                }
            }

            return data;
        }
    }

    private static IEnumerable<string> Files =>
        new[] { "", "docs", "examples/pipe", "charts/istio" }.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(Repository, folder), "*.md")
        );

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_of_commands_runs(string file, int line)
    {
        var block = BlocksOf(Path.Combine(Repository, file)).Single(b => b.Line == line).Text;

        var (exit, error) = Run(block.Replace("…", "istio", StringComparison.Ordinal));

        Assert.True(exit is 0 or 1, $"{exit}\n{block}\n{error}");
        Assert.DoesNotContain("error:", error, StringComparison.Ordinal);
    }

    /// <summary>A comment such as <c># kyma-istio-transform init helm4 plugin</c>, as far as it calls the program.</summary>
    [Fact]
    public void Commands_in_comments_of_the_examples_run()
    {
        var examples = Directory.EnumerateFiles(Path.Combine(Repository, "examples"), "*", SearchOption.AllDirectories);
        var commands = examples
            .SelectMany(f =>
                Regex.Matches(File.ReadAllText(f), "^# +(In CI: )?(?<command>kyma-istio-transform .*)$", RegexOptions.Multiline)
            )
            .Select(m => m.Groups["command"].Value)
            .ToList();
        Assert.True(commands.Count > 1);

        foreach (var command in commands)
        {
            var (exit, error) = Run(command);
            Assert.True(exit is 0 or 1, $"{command}\n{error}");
        }
    }

    /// <summary>Runs commands until one fails. Exit code 1 of <c>verify</c> and <c>diff</c> means that they found something.</summary>
    private static (int Exit, string Error) Run(string commands)
    {
        const string OnError = "set -uE\ntrap 'code=$?; [ $code -le 1 ] || exit $code' ERR\n";
        using var folder = new TemporaryDirectory();
        Prepare(folder);
        var (exit, _, error) = ExternalTool.Run(
            "bash",
            ["-c", OnError + commands],
            folder: folder.Root,
            environment: new Dictionary<string, string>(HostTools.Environment) { ["PATH"] = HostTools.PathWith(folder.Combine("bin")) }
        );
        return (exit, error);
    }

    /// <summary>Writes the files and programs that the commands name.</summary>
    private static void Prepare(TemporaryDirectory folder)
    {
        var example = File.ReadAllBytes(Path.Combine(Repository, "examples", "istio-1.0.yaml"));
        Directory.CreateDirectory(folder.Combine("examples"));
        foreach (var name in new[] { "rendered.yaml", "istio.yaml", "examples/istio-1.0.yaml" })
        {
            folder.Write(name, example);
        }

        folder.Write("patched.yaml", Tool.Run(example, "--profile", "kyma-module").Written().Output);
        folder.Write(
            "crds.yaml",
            """
            apiVersion: apiextensions.k8s.io/v1beta1
            kind: CustomResourceDefinition
            metadata: {name: meshpolicies.authentication.istio.io}
            spec: {group: authentication.istio.io, version: v1alpha1, names: {kind: MeshPolicy, plural: meshpolicies}}

            """u8.ToArray()
        );
        Directory.CreateDirectory(folder.Combine("istio"));
        File.Copy(folder.Combine("patched.yaml"), folder.Combine("istio/istio.yaml"));
        File.Copy(Path.Combine(Repository, "examples", "flux", "istio-transform.yaml"), folder.Combine("istio-transform.yaml"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        folder.Write("fullchain.pem", Samples.Certificate(key));
        folder.Write("privkey.pem", Samples.Pkcs8(key));
        Assert.Equal(KymaIstioTransform.Cli.ExitCode.Written, Tool.Run("", "init", "pipe", folder.Combine("demo")).Exit);
        HostTools.Link(folder.Combine("bin"), "kyma-istio-transform");
        HostTools.Script(folder.Combine("bin"), "helm", $"[ \"$1\" != template ] || cat '{folder.Combine("rendered.yaml")}'");
        HostTools.Script(folder.Combine("bin"), "kubectl", "cat > /dev/null");
    }

    private static IEnumerable<(int Line, string Text)> BlocksOf(string file)
    {
        var text = File.ReadAllText(file);
        return Regex
            .Matches(text, "^```bash\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(m => (text.AsSpan(0, m.Index).Count('\n') + 1, m.Groups[1].Value));
    }
}
