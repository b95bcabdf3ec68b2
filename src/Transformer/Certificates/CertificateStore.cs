using System.Runtime.Versioning;

namespace KymaIstioTransform.Certificates;

/// <summary>
/// Keeps one certificate per domain in a directory and renews it in time. Works without locks, so any number of processes
/// may share it; it protects the files by their modes and not by encryption.
/// </summary>
internal static class CertificateStore
{
    private const int Attempts = 3;

    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>The stored certificate when it can still be used, else what <paramref name="create"/> makes, stored; every process ends with the same pair.</summary>
    public static StoredCertificate GetOrCreate(string directory, DomainName domain, DateTimeOffset now, Func<TlsCertificate> create) =>
        OperatingSystem.IsWindows() ? throw NoFileModes() : GetOrCreate(new StoreDirectory(directory, domain.Apex), domain, now, create);

    /// <summary>As above, but nothing is stored: for a run that only looks.</summary>
    public static StoredCertificate FindOrMake(string directory, DomainName domain, DateTimeOffset now, Func<TlsCertificate> make) =>
        OperatingSystem.IsWindows() ? throw NoFileModes() : FindOrMake(new StoreDirectory(directory, domain.Apex), domain, now, make);

    [UnsupportedOSPlatform("windows")]
    private static StoredCertificate FindOrMake(StoreDirectory directory, DomainName domain, DateTimeOffset now, Func<TlsCertificate> make) =>
        FindUsable(directory, directory.FindNewest(), domain, now) ?? new StoredCertificate(make(), StoreOutcome.Created, []);

    private static CertificateException NoFileModes() => new("the certificate store needs Unix file modes: it does not work on Windows");

    [UnsupportedOSPlatform("windows")]
    private static StoredCertificate GetOrCreate(StoreDirectory directory, DomainName domain, DateTimeOffset now, Func<TlsCertificate> create)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var newest = directory.FindNewest();
            if (FindUsable(directory, newest, domain, now) is { } usable)
            {
                return usable;
            }

            var made = create();
            if (directory.TryPublish(newest + 1, made))
            {
                return new StoredCertificate(made, newest == 0 ? StoreOutcome.Created : StoreOutcome.Renewed, []);
            }

            // Another process was first: what it made is used instead, and read in the next round.
        }

        throw new CertificateException($"the certificate store {directory} does not come to rest: other processes keep storing certificates that cannot be used");
    }

    [UnsupportedOSPlatform("windows")]
    private static StoredCertificate? FindUsable(StoreDirectory directory, int generation, DomainName domain, DateTimeOffset now)
    {
        if (generation == 0)
        {
            return null;
        }

        var stored = directory.Read(generation);
        try
        {
            var warnings = ProvidedCertificate.Read(stored.CertificatePem, stored.PrivateKeyPem, domain, now).Warnings;
            return IsUsable(ProvidedCertificate.ReadLeaf(stored.CertificatePem), domain, now)
                ? new StoredCertificate(stored, StoreOutcome.Reused, warnings)
                : null;
        }
        catch (CertificateException e)
        {
            throw new CertificateException($"the certificate store {directory} is damaged: {e.Message}; mend generation {generation} or remove it");
        }
    }

    /// <summary>Usable to its last 30 days, or to two thirds of a life shorter than 90 days.</summary>
    private static bool IsUsable(CertificateInfo leaf, DomainName domain, DateTimeOffset now)
    {
        var third = (leaf.NotAfter - leaf.NotBefore) / 3;
        return now < leaf.NotAfter - (third < RenewBefore ? third : RenewBefore)
            && leaf.Covers(domain.Apex)
            && leaf.Covers(domain.Wildcard);
    }
}
