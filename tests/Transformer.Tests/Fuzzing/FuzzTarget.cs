using KymaIstioTransform.Cli;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Tests.Patches.Output;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Tests.Fuzzing;

/// <summary>The outcome of one input.</summary>
internal enum FuzzOutcome
{
    /// <summary>Rejected with a message.</summary>
    Rejected,

    /// <summary>Unchanged output.</summary>
    Unchanged,

    /// <summary>Transformed.</summary>
    Changed,
}

/// <summary>
/// One execution of the fuzzer. Any input is either rejected as invalid, or the laws hold: without patches the output equals the input, and
/// a second run changes nothing. Any other exception is a bug, including a failed self-check.
/// </summary>
internal static class FuzzTarget
{
    private static readonly TransformOptions WithoutPatches = Options(
        "--allow-empty",
        "--skip",
        string.Join(',', PatchSet.All.Select(p => p.Name))
    );

    /// <summary>Without certificates: they are slow to create and differ on every run.</summary>
    private static readonly TransformOptions[] WithPatches =
    [
        Options("--allow-empty", "--assume-crd", "policies.authentication.istio.io", "--skip", "security,ingress-certificates"),
        Options(
            "--allow-empty",
            "--skip",
            "security",
            "--tls-mode",
            "cert-manager",
            "--tls-issuer",
            "issuer",
            "--domain",
            "example.com",
            "--host-ports",
            "--sidecar-mode",
            "enforce",
            "--webhook-image",
            "hook:1",
            "--injection-policy",
            "disabled"
        ),
    ];

    /// <param name="input">Any bytes.</param>
    /// <param name="choice">Chooses among options and edits.</param>
    /// <param name="judge">Receives input, output and report of a run that changed something; null without another judge.</param>
    /// <exception cref="FuzzException">A law does not hold.</exception>
    public static FuzzOutcome Run(byte[] input, int choice, Action<byte[], byte[], Report>? judge = null)
    {
        if (choice % 4 == 0)
        {
            if (Transform(input, WithoutPatches) is not { } same)
            {
                return FuzzOutcome.Rejected;
            }

            Require(input.AsSpan().SequenceEqual(same.Output.ToArray()), "without patches the output is not the input");
            RandomEdit.Check(input, choice / 4);
        }

        var options = WithPatches[choice / 4 % WithPatches.Length];
        if (Transform(input, options) is not { } first)
        {
            return FuzzOutcome.Rejected;
        }

        var output = first.Output.ToArray();
        if (first.Report.Changes.Count == 0)
        {
            Require(input.AsSpan().SequenceEqual(output), "the output differs, but the report has no change");
            return FuzzOutcome.Unchanged;
        }

        if (WrittenDifference.Of(first.Output) is { } difference)
        {
            throw new FuzzException(difference);
        }

        judge?.Invoke(input, output, first.Report);
        if (Transform(output, options) is not { } second)
        {
            // Checks look at the last object, and removals can change which object that is.
            Require(first.Report.Changes.Any(c => c.Outcome == Outcome.Removed || IsTemplate(c)), "the output is rejected as input");
            return FuzzOutcome.Changed;
        }

        var again = second.Report.Changes.FirstOrDefault(c => !IsTemplate(c));
        Require(again is null, $"a second run changes {again}");
        return FuzzOutcome.Changed;
    }

    /// <summary>
    /// An injection template is a Go template around YAML. A mutated template that no longer renders YAML has no right result.
    /// </summary>
    private static bool IsTemplate(ResourceChange change) =>
        change is { Patch: "sidecar-resources" or "zipkin", Resource.Kind: "ConfigMap" };

    public static void Require(bool condition, string law)
    {
        if (!condition)
        {
            throw new FuzzException(law);
        }
    }

    private static TransformResult? Transform(byte[] input, TransformOptions options)
    {
        try
        {
            return ManifestTransformer.Transform(new SourceText([new InputFile("fuzz", input)]), options);
        }
        catch (ManifestException)
        {
            return null;
        }
    }

    private static TransformOptions Options(params string[] args) =>
        OptionsBinder
            .Bind(
                CommandLineReader.Read(args),
                new CommandLineEnvironment(Stream.Null, Stream.Null, TextWriter.Null, false, false, _ => null, () => Tool.Now)
            )
            .Transform;
}

/// <summary>A law does not hold.</summary>
internal sealed class FuzzException(string law, Exception? inner = null) : Exception(law, inner);
