using KymaIstioTransform.Cli;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Tests.Fuzzing;

/// <summary>What came of one input.</summary>
internal enum FuzzOutcome
{
    /// <summary>Refused, with a message.</summary>
    Refused,

    /// <summary>Passed without a change.</summary>
    Unchanged,

    /// <summary>Transformed.</summary>
    Changed,
}

/// <summary>
/// One execution of a fuzzer. Whatever the input, it is refused as the user's or the laws hold: without patches the output is the input,
/// and a second run over an output changes nothing. Any other exception is a bug, the failed self-check among them.
/// </summary>
internal static class FuzzTarget
{
    private static readonly TransformOptions WithoutPatches = Options(
        "--allow-empty",
        "--skip",
        string.Join(',', PatchSet.All.Select(p => p.Name))
    );

    /// <summary>No certificate is made: that costs more than all the rest, and differs on every run.</summary>
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
    /// <exception cref="FuzzException">A law does not hold.</exception>
    public static FuzzOutcome Run(byte[] input, int choice)
    {
        if (choice % 4 == 0)
        {
            if (Transform(input, WithoutPatches) is not { } same)
            {
                return FuzzOutcome.Refused;
            }

            Require(input.AsSpan().SequenceEqual(same.Output), "without patches the output is not the input");
            RandomEdit.Check(input, choice / 4);
        }

        var options = WithPatches[choice / 4 % WithPatches.Length];
        if (Transform(input, options) is not { } first)
        {
            return FuzzOutcome.Refused;
        }

        var output = first.Output;
        if (first.Report.Changes.Count == 0)
        {
            Require(input.AsSpan().SequenceEqual(output), "the output differs, but the report has no change");
            return FuzzOutcome.Unchanged;
        }

        if (Transform(output, options) is not { } second)
        {
            // Guards look at the last object, and with removals that is another one.
            Require(first.Report.Changes.Any(c => c.Outcome == Outcome.Removed || IsTemplate(c)), "the output is refused as input");
            return FuzzOutcome.Changed;
        }

        var again = second.Report.Changes.FirstOrDefault(c => !IsTemplate(c));
        Require(again is null, $"a second run changes {again}");
        return FuzzOutcome.Changed;
    }

    /// <summary>
    /// An injection template is a Go template around YAML. One that no longer renders any, by a mutation, has no place that is right.
    /// </summary>
    private static bool IsTemplate(ResourceChange change) => change is { Patch: "sidecar-resources", Resource.Kind: "ConfigMap" };

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
