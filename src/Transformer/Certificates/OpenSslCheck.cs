using System.Runtime.InteropServices;

namespace KymaIstioTransform.Certificates;

/// <summary>
/// Checks whether OpenSSL can be loaded before the runtime tries to load it. Without OpenSSL, the runtime aborts the process without an
/// exception. Linux only; on other systems, the runtime uses the system's own cryptography.
/// </summary>
internal static class OpenSslCheck
{
    private const string Prefix = "libssl.so.";

    // The same names in the same order as in the .NET 10 runtime.
    private static readonly string[] Versions = ["3", "1.1", "1.0.2", "1.0.0", "10"];

    /// <summary>
    /// <paramref name="versionOverride"/> is the value of DOTNET_OPENSSL_VERSION_OVERRIDE, which the runtime tries first.
    /// </summary>
    /// <exception cref="CertificateException">OpenSSL cannot be loaded.</exception>
    public static void Check(string? versionOverride = null)
    {
        if (OperatingSystem.IsLinux())
        {
            // The handle stays open because the runtime will open the same library.
            Check(versionOverride, static name => NativeLibrary.TryLoad(name, out _));
        }
    }

    /// <summary>The check for a test: <paramref name="canLoad"/> is true for the name of a library that exists.</summary>
    internal static void Check(string? versionOverride, Func<string, bool> canLoad)
    {
        if (!string.IsNullOrEmpty(versionOverride) && canLoad(Prefix + versionOverride))
        {
            return;
        }

        if (!Array.Exists(Versions, version => canLoad(Prefix + version)))
        {
            throw new CertificateException(
                "certificates, Sealed Secrets and output folders need OpenSSL, and libssl.so.3 (or libssl.so.1.1) cannot be loaded: "
                    + "install OpenSSL (Debian, Ubuntu and Alpine: libssl3; Fedora and RHEL: openssl-libs)"
            );
        }
    }
}
