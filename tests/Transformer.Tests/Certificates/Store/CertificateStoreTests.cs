using System.Runtime.Versioning;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Store;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates.Store;

[UnsupportedOSPlatform("windows")]
public sealed class CertificateStoreTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryDirectory directory = new();

    /// <summary>The number of certificates that the store has requested.</summary>
    private int made;

    private string Store => directory.Combine("deep/store");

    private string DomainDirectory => Path.Combine(Store, "kyma.example.com");

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Later_runs_reuse_the_certificate_of_the_first_run()
    {
        var first = Get(Samples.Now);
        var second = Get(Samples.Now.AddDays(300));

        Assert.Equal(1, made);
        AssertSame(first, second);
    }

    [Fact]
    public void Other_users_cannot_read_the_store()
    {
        Get(Samples.Now);

        var generation = Path.Combine(DomainDirectory, "1");
        Assert.All([Store, DomainDirectory, generation], static path => Assert.Equal(Private | UnixFileMode.UserExecute, Mode(path)));
        Assert.Equal(["tls.crt", "tls.key"], Directory.GetFiles(generation).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(generation), static path => Assert.Equal(Private, Mode(path)));
        Assert.Equal([generation], Directory.GetFileSystemEntries(DomainDirectory));
    }

    [Theory]
    [InlineData(397, 366, true)]
    [InlineData(397, 368, false)]
    [InlineData(9, 5, true)]
    [InlineData(9, 7, false)]
    public void A_certificate_is_renewed_before_it_expires(int lifetime, int age, bool reused)
    {
        var first = Get(Samples.Now, lifetime);

        var later = Get(Samples.Now.AddDays(age), lifetime);

        Assert.Equal(reused ? 1 : 2, made);
        Assert.Equal(reused, first.Certificate.PrivateKeyPem.AsSpan().SequenceEqual(later.Certificate.PrivateKeyPem));
        AssertSame(later, Get(Samples.Now.AddDays(age), lifetime));
    }

    [Fact]
    public void Only_the_two_newest_certificates_are_kept()
    {
        for (var i = 0; i < 4; i++)
        {
            Get(Samples.Now.AddDays(397 * i));
        }

        Assert.Equal(["3", "4"], Directory.GetDirectories(DomainDirectory).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Each_domain_has_its_own_certificate()
    {
        var one = Get(Samples.Now);
        var other = CertificateStore.GetOrCreate(
            Store,
            CertificateNames.Of(DomainName.Parse("other.example")),
            Samples.Now,
            () => Make("other.example", Samples.Now, 397)
        );

        Assert.NotEqual(one.Certificate.PrivateKeyPem, other.Certificate.PrivateKeyPem);
        AssertSame(one, Get(Samples.Now));
    }

    [Fact]
    public void Each_set_of_hosts_has_its_own_folder()
    {
        string[][] sets =
        [
            ["*.shop.example"],
            ["shop.example"],
            ["shop.example", "*.shop.example"],
            [.. Enumerable.Range(0, 60).Select(i => $"host-{i}.shop.example")],
        ];

        foreach (var set in sets)
        {
            var names = CertificateNames.ForHosts(set);
            var stored = CertificateStore.GetOrCreate(
                Store,
                names,
                Samples.Now,
                () => SelfSignedCertificate.Create(names, KeyAlgorithm.EcdsaP256, Samples.Now)
            );
            Assert.True(stored.Warnings.Count == 0 && set.All(stored.Covers));
        }

        var folders = Directory.GetDirectories(Store).Select(d => Path.GetFileName(d)!).ToList();
        Assert.Equal(sets.Length, folders.Count);
        Assert.Contains("_.shop.example", folders);
        Assert.Contains("_.shop.example+shop.example", folders);
        Assert.All(folders, f => Assert.True(f.Length <= 255));
    }

    [Fact]
    public void A_certificate_of_another_domain_is_replaced()
    {
        CertificateStore.GetOrCreate(Store, Samples.Names, Samples.Now, () => Make("other.example", Samples.Now, 397));

        var replaced = Get(Samples.Now);

        Assert.Equal(1, made);
        AssertSame(replaced, Get(Samples.Now));
        Assert.Equal(1, made);
    }

    [Fact]
    public void A_clock_before_the_certificate_causes_a_warning_and_no_renewal()
    {
        var first = Get(Samples.Now);

        var earlier = Get(Samples.Now.AddDays(-5));

        AssertSame(first, earlier);
        Assert.Contains("not valid before", Assert.Single(earlier.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_key_that_other_users_can_read_is_rejected(UnixFileMode open)
    {
        Get(Samples.Now);
        var key = Path.Combine(DomainDirectory, "1", "tls.key");
        File.SetUnixFileMode(key, Private | open);

        Assert.Contains($"chmod 600 {key}", Rejected(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("kyma.example.com")]
    [InlineData("kyma.example.com/1")]
    public void A_directory_that_other_users_can_write_to_is_rejected(string name)
    {
        Get(Samples.Now);
        var path = name.Length == 0 ? Store : Path.Combine(Store, name);
        File.SetUnixFileMode(path, Mode(path) | UnixFileMode.GroupWrite);

        Assert.Contains($"chmod go-w {path}", Rejected(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written_to_a_directory_that_other_users_can_write_to()
    {
        Directory.CreateDirectory(Store);
        File.SetUnixFileMode(Store, Mode(Store) | UnixFileMode.OtherWrite);

        Assert.Contains("chmod go-w", Rejected(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(DomainDirectory, "1")));
    }

    [Fact]
    public void Damaged_and_missing_files_are_reported_and_kept()
    {
        Get(Samples.Now);
        var certificate = Path.Combine(DomainDirectory, "1", "tls.crt");
        File.WriteAllText(certificate, "x");
        Assert.Contains("is damaged: the certificate must be PEM", Rejected(), StringComparison.Ordinal);

        File.WriteAllBytes(certificate, Make("kyma.example.com", Samples.Now, 397).CertificatePem);
        Assert.Contains("does not belong", Rejected(), StringComparison.Ordinal);

        File.Delete(certificate);
        Assert.Contains("is damaged: 1/tls.crt is missing (add it, or remove its folder)", Rejected(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(DomainDirectory, "1", "tls.key")));
    }

    [Fact]
    public void A_file_in_place_of_the_store_is_reported()
    {
        directory.Write("deep", []);

        Assert.Contains("is a file, not a folder", Rejected(), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_names_in_the_store_are_ignored()
    {
        Get(Samples.Now);
        Directory.CreateDirectory(Path.Combine(DomainDirectory, "007"));
        Directory.CreateDirectory(Path.Combine(DomainDirectory, "old"));
        Directory.CreateDirectory(Path.Combine(DomainDirectory, ".draft"));

        Get(Samples.Now);

        Assert.Equal(1, made);
    }

    [Fact]
    public void The_second_of_two_concurrent_runs_uses_the_certificate_of_the_first()
    {
        ValidatedCertificate? faster = null;

        var slower = CertificateStore.GetOrCreate(
            Store,
            Samples.Names,
            Samples.Now,
            () =>
            {
                faster = Get(Samples.Now);
                return Make("kyma.example.com", Samples.Now, 397);
            }
        );

        AssertSame(faster!, slower);
        Assert.Equal(["1"], Directory.GetFileSystemEntries(DomainDirectory).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Concurrent_creation_and_renewal_end_with_the_same_pair()
    {
        const int Racers = 8;
        for (var round = 0; round < 6; round++)
        {
            var now = Samples.Now.AddDays(397 * round);
            using var start = new Barrier(Racers);
            var racers = Enumerable
                .Range(0, Racers)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () => start.SignalAndWait(ExternalTool.Patience) ? Get(now) : throw new TimeoutException(),
                        CancellationToken.None,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                );

            var results = await Task.WhenAll(racers);

            Assert.All(results, result => AssertSame(results[0], result));
        }
    }

    private static UnixFileMode Mode(string path) => File.GetUnixFileMode(path);

    private static void AssertSame(ValidatedCertificate expected, ValidatedCertificate actual)
    {
        Assert.Equal(expected.Certificate.CertificatePem, actual.Certificate.CertificatePem);
        Assert.Equal(expected.Certificate.PrivateKeyPem, actual.Certificate.PrivateKeyPem);
    }

    private static TlsCertificate Make(string domain, DateTimeOffset now, int lifetime) =>
        SelfSignedCertificate.Create(
            CertificateNames.Of(DomainName.Parse(domain)),
            KeyAlgorithm.EcdsaP256,
            now,
            TimeSpan.FromDays(lifetime)
        );

    private ValidatedCertificate Get(DateTimeOffset now, int lifetime = 397) =>
        CertificateStore.GetOrCreate(
            Store,
            Samples.Names,
            now,
            () =>
            {
                Interlocked.Increment(ref made);
                return Make(Samples.Domain.Apex, now, lifetime);
            }
        );

    private string Rejected() => Assert.Throws<CertificateException>(() => Get(Samples.Now)).Message;
}
