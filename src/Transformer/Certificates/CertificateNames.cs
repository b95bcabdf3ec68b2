using System.Security.Cryptography;
using System.Text;

namespace KymaIstioTransform.Certificates;

/// <summary>
/// The DNS names of one server certificate: a domain and all names directly below it, or the hosts that a Gateway serves.
/// </summary>
internal sealed class CertificateNames
{
    private const int MaxFileName = 200;

    private CertificateNames(DomainName? domain, IReadOnlyList<string> dnsNames) => (Domain, DnsNames) = (domain, dnsNames);

    /// <summary>The domain of the certificate; null for a certificate for the hosts of a Gateway.</summary>
    public DomainName? Domain { get; }

    /// <summary>The names in the certificate's order, wildcards included; at least one.</summary>
    public IReadOnlyList<string> DnsNames { get; }

    /// <summary>The name of the certificate's subject: the first name without a wildcard if there is one.</summary>
    public string CommonName => DnsNames.FirstOrDefault(n => !n.StartsWith('*')) ?? DnsNames[0];

    /// <summary>A folder name for this certificate; a wildcard is written as <c>_</c>, as ACME clients do.</summary>
    public string FileName =>
        Domain?.Apex ?? (Joined("+") is { Length: <= MaxFileName } name ? name : $"{CommonName.Replace('*', '_')}+{Hash()}");

    /// <summary>A domain, and a wildcard for all names directly below it.</summary>
    public static CertificateNames Of(DomainName domain) => new(domain, [domain.Apex, domain.Wildcard]);

    /// <summary>Creates the names for hosts in any spelling and order. Each host may start with a wildcard label.</summary>
    /// <exception cref="CertificateException">One of them is not a DNS name.</exception>
    public static CertificateNames ForHosts(IEnumerable<string> hosts) =>
        new(null, [.. hosts.Select(Normalized).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    /// <summary>True when a certificate with these names is valid for a host.</summary>
    public bool Covers(string host) => DnsNames.Any(pattern => DomainName.Matches(pattern, host));

    public override string ToString() => Domain?.Apex ?? string.Join(", ", DnsNames);

    private static string Normalized(string host) =>
        host.StartsWith("*.", StringComparison.Ordinal) ? DomainName.Parse(host[2..]).Wildcard : DomainName.Parse(host).Apex;

    private string Joined(string separator) => string.Join(separator, DnsNames).Replace('*', '_');

    private string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Joined("+"))).AsSpan(0, 16));
}
