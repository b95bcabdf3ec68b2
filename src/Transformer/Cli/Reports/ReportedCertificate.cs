using KymaIstioTransform.Certificates;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Patches.Certificates;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Reports;

/// <summary>The public part of a certificate in a TLS Secret of the output.</summary>
/// <param name="Secret">The Secret.</param>
/// <param name="Names">Its DNS names, or its subject if it has none.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="NotAfter">When it expires, UTC.</param>
internal sealed record ReportedCertificate(ResourceId Secret, IReadOnlyList<string> Names, string Issuer, DateTimeOffset NotAfter)
{
    /// <summary>
    /// The first certificate of each TLS Secret. The output is read, as patches of the user may have changed it. A certificate that cannot
    /// be read is left out: the patches report it.
    /// </summary>
    public static IReadOnlyList<ReportedCertificate> In(SourceText? output)
    {
        var found = new List<ReportedCertificate>();
        try
        {
            foreach (var secret in output is null ? [] : ManifestReader.Read(output).OfKind("Secret"))
            {
                if (TlsSecret.Find(secret, TlsSecret.Certificate) is null)
                {
                    continue;
                }

                OpenSslCheck.Check();
                if (TlsSecret.ReadCertificate(secret) is { } info)
                {
                    var names = info.DnsNames is { Count: > 0 } dnsNames ? dnsNames : [info.SubjectName];
                    var issuer = info.IsSelfIssued ? "itself (self-signed)" : info.IssuerName;
                    found.Add(new ReportedCertificate(secret.Id, names, issuer, info.NotAfter));
                }
            }
        }
        catch (CertificateException)
        {
            // Without OpenSSL the report has no certificates.
        }

        return found;
    }
}
