using System.Globalization;

namespace KymaIstioTransform.Certificates;

/// <summary>Warnings about certificates that are usable but that some clients may reject. These checks never fail.</summary>
internal static class CertificateChecks
{
    private const int MinRsaBits = 2048;

    /// <summary>Warns only when a certificate has expired.</summary>
    public static readonly TimeSpan NoNotice = TimeSpan.Zero;

    /// <summary>How long before the expiry to warn if the user does not say.</summary>
    private static readonly TimeSpan DefaultNotice = TimeSpan.FromDays(30);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <param name="info">The certificate.</param>
    /// <param name="now">The time.</param>
    /// <param name="what">How the message names the certificate.</param>
    /// <param name="notice">How long before the expiry to warn; null for 30 days, or the last third of a shorter lifetime.</param>
    public static IEnumerable<string> Validity(CertificateInfo info, DateTimeOffset now, string what, TimeSpan? notice)
    {
        if (info.NotAfter < now)
        {
            yield return $"{what} expired on {Format(info.NotAfter)}";
        }
        else if (info.NotBefore > now)
        {
            yield return $"{what} is not valid before {Format(info.NotBefore)}";
        }
        else if (notice is { } exact ? now >= info.NotAfter - exact : ExpiresWithin(info, DefaultNotice, now))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{what} expires in {(info.NotAfter - now).Days} days, on {Format(info.NotAfter)}"
            );
        }
    }

    /// <summary>
    /// True in the last days of a certificate. For short-lived certificates, true in the last third: a certificate valid for a week is
    /// renewed daily.
    /// </summary>
    public static bool ExpiresWithin(CertificateInfo info, TimeSpan days, DateTimeOffset now)
    {
        // Validity includes both its first and its last second (RFC 5280 section 4.1.2.5).
        var end = info.NotAfter + Second;
        var third = (end - info.NotBefore) / 3;
        return now >= end - (third < days ? third : days);
    }

    /// <param name="info">The certificate.</param>
    /// <param name="names">The names that it must cover.</param>
    public static IEnumerable<string> Names(CertificateInfo info, IReadOnlyList<string> names)
    {
        if (info.DnsNames is null)
        {
            yield return "the certificate has no subject alternative name: clients ignore the common name and will reject it";
            yield break;
        }

        foreach (var name in names)
        {
            if (!info.Covers(name))
            {
                yield return $"the certificate does not cover {name}: it is for "
                    + $"{(info.DnsNames.Count == 0 ? "no DNS name" : string.Join(", ", info.DnsNames))}";
            }
        }
    }

    /// <summary>Warnings about a certificate's purpose, signature and key.</summary>
    public static IEnumerable<string> Use(CertificateInfo info)
    {
        if (!info.AllowsServerAuth)
        {
            yield return "the certificate is not for servers: its extended key usage lacks serverAuth";
        }

        if (info.WeakSignature is { } hash)
        {
            yield return $"the certificate is signed with {hash}: clients reject it";
        }

        if (info.RsaBits < MinRsaBits)
        {
            yield return $"the RSA key has {info.RsaBits} bits: Envoy rejects fewer than {MinRsaBits}";
        }

        if (info.IsOtherCurve)
        {
            yield return "the ECDSA key is not on P-256: Envoy before 1.33 (Istio 1.25) rejects it, and later releases accept only "
                + "P-384 and P-521";
        }
    }

    /// <summary>Warnings about the order of a chain: the server's certificate first, then its issuers.</summary>
    public static IEnumerable<string> Chain(IReadOnlyList<CertificateInfo> chain)
    {
        for (var i = 1; i < chain.Count; i++)
        {
            if (!chain[i - 1].Issuer.AsSpan().SequenceEqual(chain[i].Subject))
            {
                yield return $"certificate {i + 1} of the chain did not issue certificate {i}: the order must be server, intermediates";
            }
        }
    }

    private static string Format(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
