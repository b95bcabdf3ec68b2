using System.Reflection;
using System.Runtime.InteropServices;
using KymaIstioTransform.Cli;
using Xunit;

namespace KymaIstioTransform.Tests.Portability;

/// <summary>
/// The package `any` of the .NET tool runs on macOS and Windows too. The analyzer CA1416 finds .NET calls that a platform does not support.
/// Calls of native libraries are listed here.
/// </summary>
public class NativeCallTests
{
    [Fact]
    public void Only_these_functions_of_the_C_library_are_called()
    {
        const BindingFlags All = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;
        var calls = typeof(Application)
            .Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(All))
            .Select(m => (m.DeclaringType!.Name, Import: m.GetCustomAttribute<DllImportAttribute>()))
            .Where(m => m.Import is not null)
            .Select(m => $"{m.Name}: {m.Import!.Value} {m.Import.EntryPoint}")
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                // Not on Windows: StandardStreams uses it for standard output and error.
                "DescriptorStream: libc write",
                // Only after OperatingSystem.IsLinux.
                "ParentProcess: libc getppid",
                // Not on Windows. macOS has both, with the same numbers (SIGPIPE 13, F_GETFD 1); fcntl is called without a variadic
                // argument, which macOS on arm64 would expect on the stack.
                "StandardStreams: libc fcntl",
                "StandardStreams: libc signal",
            ],
            calls
        );
    }
}
