using System.Security.Cryptography;
using System.Text;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.KymaJob;

/// <summary>
/// Compares the program's output with a cluster that Kyma's Job has changed. Each difference must be in the reviewed list,
/// and each line of that list must still be a difference.
/// </summary>
public sealed class KymaPatchJobTests : IDisposable
{
    private const string Example = "examples/istio-1.0.yaml";

    private static readonly string[] Releases = ["0.5", "0.6"];

    /// <summary>Streams of Istio 1.0.2, which both releases require, and the example of this repository.</summary>
    private static readonly string[] Streams =
    [
        Example,
        "kyma/0.5.0-kyma-cluster.yaml",
        "kyma/0.5.0-kyma-local.yaml",
        "knative/1.0.2-istio.yaml",
        "knative/1.0.2-istio-lean.yaml",
        "legacy/1.0.2-all.yaml",
        "legacy/1.0.2-default.yaml",
        "legacy/1.0.2-demo-auth.yaml",
    ];

    /// <summary>Streams with mutual TLS, which release 0.6 rejects.</summary>
    private static readonly string[] MutualTls = ["legacy/1.0.2-all.yaml", "legacy/1.0.2-demo-auth.yaml"];

    /// <summary>Streams without Citadel's definitions, without a control plane, and of another Istio release.</summary>
    private static readonly string[] Rejected =
    [
        "legacy/1.0.2-nosec.yaml",
        "legacy/1.0.2-default.yaml",
        "knative/1.0.2-istio.yaml",
        "knative/1.0.2-istio-crds.yaml",
        "legacy/1.0.9-all.yaml",
        "kyma/0.9.0-kyma-cluster.yaml",
    ];

    /// <summary>By default, Istio's chart omits the definition that both releases require: the user sets security.enabled.</summary>
    private const string Definition =
        """
        apiVersion: apiextensions.k8s.io/v1beta1
        kind: CustomResourceDefinition
        metadata:
          name: policies.authentication.istio.io
        spec:
          group: authentication.istio.io

        """;

    private static readonly ECDsa PrivateKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly byte[] Certificate = Samples.Certificate(PrivateKey);
    private static readonly byte[] Key = Samples.Pkcs8(PrivateKey);

    private readonly TemporaryDirectory folder = new();

    public static TheoryData<string, string> Runs => Pairs(Streams);

    public static TheoryData<string, string> RejectedRuns => Pairs(Rejected);

    public void Dispose() => folder.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void The_program_makes_the_changes_of_the_Job(string release, string stream)
    {
        var input = WithDefinition(Read(stream));
        var (job, rejection, failures) = RunJob(input, release, stream);
        var result = RunProgram(input, release, stream);

        Assert.Equal(release == "0.6" && MutualTls.Contains(stream) ? "mTLS must be disabled" : null, rejection);
        Assert.True(rejection is null == (result.Exit == ExitCode.Written), result.Error);
        if (rejection is not null)
        {
            return;
        }

        var found = failures
            .Select(f => $"the Job fails: {f}")
            .Concat(ClusterDifference.Between(job, Cluster.Install(result.Output)))
            .CountBy(d => d)
            .Select(d => d.Value == 1 ? d.Key : $"{d.Key} ({d.Value} times)")
            .ToList();
        var reviewed = ReviewedDifferences.Of(release, stream).ToList();
        Assert.True(!found.Except(reviewed).Any(), $"not in the reviewed list:\n{string.Join('\n', found.Except(reviewed))}");
        Assert.True(
            !reviewed.Except(found).Any(),
            $"in the reviewed list, but no longer a difference:\n{string.Join('\n', reviewed.Except(found))}"
        );
    }

    [SkippableTheory]
    [MemberData(nameof(RejectedRuns))]
    public void The_program_and_the_Job_reject_the_same_streams(string release, string stream)
    {
        var input = Read(stream);

        Assert.NotNull(RunJob(input, release, stream).Rejection);
        Assert.Equal(ExitCode.InputRejected, RunProgram(input, release, stream).Exit);
    }

    [Fact]
    public void The_list_names_only_runs_that_exist() => Assert.Empty(ReviewedDifferences.Named.Except([.. Releases, .. Streams]));

    private static (Cluster Cluster, string? Rejection, List<string> Failures) RunJob(byte[] input, string release, string stream)
    {
        var cluster = Cluster.Install(input);
        var job = new KymaPatchJob(new JobSettings(release, IsLocal(stream), Base64(Certificate), Base64(Key)), cluster);
        return (cluster, job.Run(), job.Failures);
    }

    private ToolResult RunProgram(byte[] input, string release, string stream)
    {
        var values = folder.Write("values.yaml", Samples.Utf8($"global:\n  tlsCrt: {Base64(Certificate)}\n  tlsKey: {Base64(Key)}\n"));
        List<string> args = ["--tls-values", values, "--domain", Samples.Domain.Apex, "--certificate-time", Samples.Now.ToString("O")];
        args.AddRange(IsLocal(stream) ? ["--host-ports"] : []);
        args.AddRange(
            release == "0.5"
                ?
                [
                    "--profile",
                    "kyma-0.5",
                    "--webhook-image",
                    "example/istio-webhook:0.5.0",
                    "--webhook-script",
                    folder.Write("plugin.lua", Samples.Utf8("-- script\n")),
                ]
                : ["--profile", "kyma-0.6"]
        );
        return Tool.Run(input, [.. args]);
    }

    private static bool IsLocal(string stream) => stream.Contains("-local", StringComparison.Ordinal);

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);

    private static TheoryData<string, string> Pairs(string[] streams)
    {
        var runs = new TheoryData<string, string>();
        foreach (var release in Releases)
        {
            foreach (var stream in streams)
            {
                runs.Add(release, stream);
            }
        }

        return runs;
    }

    private static byte[] WithDefinition(byte[] stream)
    {
        var text = Encoding.UTF8.GetString(stream);
        return text.Contains("  name: policies.authentication.istio.io", StringComparison.Ordinal)
            ? stream
            : Encoding.UTF8.GetBytes($"{text.TrimEnd()}\n---\n{Definition}");
    }

    private static byte[] Read(string stream) =>
        stream == Example ? File.ReadAllBytes(Path.Combine(SharedData.Repository, Example)) : SharedData.ReadStream(stream);
}
