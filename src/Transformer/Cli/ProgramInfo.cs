namespace KymaIstioTransform.Cli;

/// <summary>
/// The program's name and version. The build adds the constant <c>Version</c>, such as <c>0.1.0</c>: reading the assembly's version at run
/// time costs a tenth of a start.
/// </summary>
internal static partial class ProgramInfo
{
    /// <summary>The name of the executable.</summary>
    public const string Name = "kyma-istio-transform";

    /// <summary>The prefix of the environment variables that set options.</summary>
    public const string VariablePrefix = "KYMA_ISTIO_TRANSFORM_";

    public const string Description = "Applies Kyma's changes to rendered Istio manifests.";

    public const string ExitCodes = "0 written, 1 findings, 2 usage, 3 input rejected, 4 file error, 5 internal error";
}
