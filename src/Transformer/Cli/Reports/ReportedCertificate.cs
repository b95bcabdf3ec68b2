using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Reports;

/// <summary>The public part of a certificate in a TLS Secret of the output.</summary>
/// <param name="Secret">The Secret.</param>
/// <param name="Names">Its DNS names, or its subject if it has none.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="NotAfter">When it expires, UTC.</param>
internal sealed record ReportedCertificate(ResourceId Secret, IReadOnlyList<string> Names, string Issuer, DateTime NotAfter)
{
    /// <summary>The first certificate of each TLS Secret. One that cannot be read is left out: the patches report it.</summary>
    public static IEnumerable<ReportedCertificate> In(SourceText? output) =>
        output is null ? [] : ManifestReader.Read(output).OfKind("Secret").Select(Read).OfType<ReportedCertificate>();

    private static ReportedCertificate? Read(Resource secret)
    {
        var data = secret.Root.Find("data", "tls.crt")?.Text;
        var text = secret.Root.Find("stringData", "tls.crt")?.Text ?? (data is null ? null : Decoded(data));
        if (text is null)
        {
            return null;
        }

        try
        {
            using var certificate = X509Certificate2.CreateFromPem(text);
            var names = certificate
                .Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(e => e.EnumerateDnsNames())
                .ToList();
            var issuer = certificate.IssuerName.RawData.AsSpan().SequenceEqual(certificate.SubjectName.RawData)
                ? "itself (self-signed)"
                : certificate.Issuer;
            return new ReportedCertificate(
                secret.Id,
                names.Count > 0 ? names : [certificate.Subject],
                issuer,
                certificate.NotAfter.ToUniversalTime()
            );
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string? Decoded(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
