using System.Runtime.Versioning;

namespace KymaIstioTransform.Certificates;

/// <summary>
/// Keeps one certificate for each set of names in a directory and renews it in time. Works without locks, so any number of processes
/// may share it; it protects the files by their modes and not by encryption.
/// </summary>
internal static class CertificateStore
{
    private const int Attempts = 3;

    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>
    /// The stored certificate when it can still be used, else what <paramref name="create"/> makes, stored; every process ends with the
    /// same pair.
    /// </summary>
    public static ValidatedCertificate GetOrCreate(string directory, CertificateNames names, DateTimeOffset now, Func<TlsCertificate> create) =>
        OperatingSystem.IsWindows() ? throw NoFileModes() : GetOrCreate(new StoreDirectory(directory, names.FileName), names, now, create);

    /// <summary>As above, but nothing is stored: for a run that only looks.</summary>
    public static ValidatedCertificate FindOrMake(string directory, CertificateNames names, DateTimeOffset now, Func<TlsCertificate> make) =>
        OperatingSystem.IsWindows() ? throw NoFileModes() : FindOrMake(new StoreDirectory(directory, names.FileName), names, now, make);

    [UnsupportedOSPlatform("windows")]
    private static ValidatedCertificate FindOrMake(StoreDirectory directory, CertificateNames names, DateTimeOffset now, Func<TlsCertificate> make) =>
        FindUsable(directory, directory.FindNewest(), names, now) ?? new ValidatedCertificate(make(), []);

    private static CertificateException NoFileModes() => new("the certificate store needs Unix file modes: it does not work on Windows");

    [UnsupportedOSPlatform("windows")]
    private static ValidatedCertificate GetOrCreate(StoreDirectory directory, CertificateNames names, DateTimeOffset now, Func<TlsCertificate> create)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var newest = directory.FindNewest();
            if (FindUsable(directory, newest, names, now) is { } usable)
            {
                return usable;
            }

            var made = create();
            if (directory.TryPublish(newest + 1, made))
            {
                return new ValidatedCertificate(made, []);
            }

            // Another process was first: what it made is used instead, and read in the next round.
        }

        throw new CertificateException($"the certificate store {directory} does not come to rest: other processes keep storing certificates that cannot be used");
    }

    [UnsupportedOSPlatform("windows")]
    private static ValidatedCertificate? FindUsable(StoreDirectory directory, int generation, CertificateNames names, DateTimeOffset now)
    {
        if (generation == 0)
        {
            return null;
        }

        var stored = directory.Read(generation);
        try
        {
            var read = ProvidedCertificate.Read(stored.CertificatePem, stored.PrivateKeyPem, names.DnsNames, now, CertificateChecks.NoNotice);
            return IsUsable(read.Leaf!, names, now) ? read : null;
        }
        catch (CertificateException e)
        {
            throw new CertificateException($"the certificate store {directory} is damaged: {e.Message}; mend generation {generation} or remove it");
        }
    }

    private static bool IsUsable(CertificateInfo leaf, CertificateNames names, DateTimeOffset now) =>
        !CertificateChecks.ExpiresWithin(leaf, RenewBefore, now) && names.DnsNames.All(leaf.Covers);
}
