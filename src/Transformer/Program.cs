using System.Diagnostics.CodeAnalysis;
using System.Text;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Hosts;

namespace KymaIstioTransform;

/// <summary>Opens the standard streams and hands over.</summary>
internal static class Program
{
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties, typeof(CommandLineOptions))]
    private static int Main(string[] args)
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        using var error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = false, NewLine = "\n" };
        var host = new CommandLineHost(input, output, error, !Console.IsInputRedirected, !Console.IsErrorRedirected, Environment.GetEnvironmentVariable, () => DateTimeOffset.UtcNow)
        {
            Program = KubectlPlugin.Program(Environment.GetCommandLineArgs()[0]),
            Parent = ParentProcess.Name,
            OutputIsTerminal = !Console.IsOutputRedirected,
        };
        return (int)Application.Run(args, host);
    }
}
