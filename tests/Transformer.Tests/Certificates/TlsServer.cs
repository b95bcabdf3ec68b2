using System.Diagnostics;
using KymaIstioTransform.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates;

/// <summary>
/// `openssl s_server` on a free local port: it presents the certificate under test to clients that request one name by SNI, and another
/// certificate to all others.
/// </summary>
internal sealed class TlsServer : IDisposable
{
    private readonly Process process;
    private readonly string address;

    public TlsServer(TemporaryDirectory directory, TlsCertificate certificate, string serverName)
    {
        var other = SelfSignedCertificate.Create(
            CertificateNames.Of(DomainName.Parse("other.example")),
            KeyAlgorithm.EcdsaP256,
            DateTimeOffset.UtcNow
        );
        process = OpenSsl.Start(
            "s_server",
            "-accept",
            "127.0.0.1:0",
            "-cert",
            directory.Write("other.crt", other.CertificatePem),
            "-key",
            directory.Write("other.key", other.PrivateKeyPem),
            "-cert2",
            directory.Write("server.crt", certificate.CertificatePem),
            "-key2",
            directory.Write("server.key", certificate.PrivateKeyPem),
            "-servername",
            serverName
        );
        address = ReadAddress();
    }

    /// <summary>
    /// Does a TLS handshake. Returns whether the client trusts the server under the name, and whether the server presented the trusted
    /// certificate.
    /// </summary>
    public (bool Trusted, bool Same) Connect(string serverName, string verifiedName, string trustedFile)
    {
        var (exitCode, output) = OpenSsl.TryRun(
            "s_client",
            "-connect",
            address,
            "-servername",
            serverName,
            "-verify_hostname",
            verifiedName,
            "-CAfile",
            trustedFile,
            "-no-CApath",
            "-verify_return_error",
            "-showcerts"
        );
        var trusted = exitCode == 0 && output.Contains("Verify return code: 0 (ok)", StringComparison.Ordinal);
        return (trusted, output.Contains(File.ReadAllText(trustedFile).Trim(), StringComparison.Ordinal));
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private string ReadAddress()
    {
        // Standard error is drained so that the server never blocks on it.
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        var reading = Task.Run(() =>
        {
            while (process.StandardOutput.ReadLine() is { } line)
            {
                if (line.StartsWith("ACCEPT ", StringComparison.Ordinal))
                {
                    return line["ACCEPT ".Length..];
                }
            }

            return null;
        });
        if (!reading.Wait(ExternalTool.Patience) || reading.Result is null)
        {
            Dispose();
            Assert.Fail("openssl s_server did not start");
        }

        return reading.Result!;
    }
}
