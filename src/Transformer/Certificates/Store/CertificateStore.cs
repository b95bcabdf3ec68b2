using System.Runtime.Versioning;

namespace KymaIstioTransform.Certificates.Store;

/// <summary>
/// Keeps one certificate for each set of names in a directory and renews it in time. It uses no locks, so any number of processes may share
/// it. File modes protect the files; they are not encrypted.
/// </summary>
internal static class CertificateStore
{
    private const int Attempts = 3;

    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>
    /// Returns the stored certificate if it is still usable. Otherwise stores and returns the one that <paramref name="create"/> makes. All
    /// processes use the same pair.
    /// </summary>
    public static ValidatedCertificate GetOrCreate(
        string directory,
        CertificateNames names,
        DateTimeOffset now,
        Func<TlsCertificate> create
    ) => OperatingSystem.IsWindows() ? throw NoFileModes() : GetOrCreate(new StoreDirectory(directory, names.FileName), names, now, create);

    /// <summary>The same without storing anything, for runs that only inspect.</summary>
    public static ValidatedCertificate FindOrMake(
        string directory,
        CertificateNames names,
        DateTimeOffset now,
        Func<TlsCertificate> make
    ) => OperatingSystem.IsWindows() ? throw NoFileModes() : FindOrMake(new StoreDirectory(directory, names.FileName), names, now, make);

    [UnsupportedOSPlatform("windows")]
    private static ValidatedCertificate FindOrMake(
        StoreDirectory directory,
        CertificateNames names,
        DateTimeOffset now,
        Func<TlsCertificate> make
    ) => FindUsable(directory, directory.FindNewest(), names, now) ?? new ValidatedCertificate(make(), []);

    private static CertificateException NoFileModes() => new("the certificate store needs Unix file modes: it does not work on Windows");

    [UnsupportedOSPlatform("windows")]
    private static ValidatedCertificate GetOrCreate(
        StoreDirectory directory,
        CertificateNames names,
        DateTimeOffset now,
        Func<TlsCertificate> create
    )
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

            // Another process was first: the next round reads its certificate.
        }

        throw new CertificateException(
            $"the certificate store {directory} keeps changing: other processes store unusable certificates"
        );
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
            var read = ProvidedCertificate.Read(
                stored.CertificatePem,
                stored.PrivateKeyPem,
                names.DnsNames,
                now,
                CertificateChecks.NoNotice
            );
            return IsUsable(read.Leaf!, names, now) ? read : null;
        }
        catch (CertificateException e)
        {
            throw new CertificateException(
                $"the certificate store {directory} is damaged: {e.Message}; repair or remove generation {generation}"
            );
        }
    }

    private static bool IsUsable(CertificateInfo leaf, CertificateNames names, DateTimeOffset now) =>
        !CertificateChecks.ExpiresWithin(leaf, RenewBefore, now) && names.DnsNames.All(leaf.Covers);
}
