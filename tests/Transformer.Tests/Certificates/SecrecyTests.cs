using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Derived;
using KymaIstioTransform.Certificates.Pem;
using KymaIstioTransform.Certificates.Sealing;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates;

/// <summary>Printed text and exceptions never show a part of a key or seed.</summary>
public sealed class SecrecyTests
{
    private static readonly TlsCertificate Made = DerivedCertificate.Create(Samples.Seed, Samples.Names, RotationWindow.At(Samples.Now));

    private static readonly HashSet<string> Secrets = Leaks.Pieces([Samples.SeedHex, .. Leaks.Of(Made.PrivateKeyPem)]);

    [Fact]
    public void Printing_shows_no_key()
    {
        var block = Assert.Single(PemText.Read(Made.PrivateKeyPem, "the private key"));
        object[] things =
        [
            Made,
            ProvidedCertificate.Read(Made.CertificatePem, Made.PrivateKeyPem, [], Samples.Now, CertificateChecks.NoNotice),
            new ValidatedCertificate(Made, []),
            block,
            Samples.Seed,
            new P256Key(5),
        ];

        Assert.All(things, static thing => AssertSecret(thing.ToString()!));
        Assert.All(things, static thing => AssertSecret($"{thing}"));
    }

    [Fact]
    public void The_leak_search_finds_a_part_of_a_key() =>
        Assert.ThrowsAny<Exception>(static () =>
            AssertSecret("so " + Samples.Text(Made.PrivateKeyPem).AsSpan(60, 8).ToString().ToUpperInvariant() + " shows")
        );

    [Fact]
    public void Records_that_hold_keys_print_fixed_text()
    {
        Assert.Equal("TlsCertificate (key not shown)", Made.ToString());
        Assert.Equal("Seed of 32 bytes (not shown)", Samples.Seed.ToString());
    }

    [Fact]
    public void Exceptions_show_no_key_for_any_invalid_input()
    {
        var key = Samples.Text(Made.PrivateKeyPem);
        for (var i = 0; i < key.Length; i++)
        {
            foreach (var broken in new[] { key.Remove(i, 1), key[..i] + '!' + key[(i + 1)..], key[..i] + 'A' + key[(i + 1)..], key[..i] })
            {
                AssertThrownSecret(() =>
                    ProvidedCertificate.Read(
                        Made.CertificatePem,
                        Samples.Utf8(broken),
                        Samples.Names.DnsNames,
                        Samples.Now,
                        CertificateChecks.NoNotice
                    )
                );
                AssertThrownSecret(() =>
                    ProvidedCertificate.Read(
                        Samples.Utf8(broken),
                        Made.PrivateKeyPem,
                        Samples.Names.DnsNames,
                        Samples.Now,
                        CertificateChecks.NoNotice
                    )
                );
                AssertThrownSecret(() => CertificateBundle.ReadCa(Samples.Utf8(broken), Samples.Now, CertificateChecks.NoNotice));
                AssertThrownSecret(() => SealingKey.Read(Samples.Utf8(broken), Samples.Now));
                AssertThrownSecret(() => ProvidedCertificate.Decode(broken, "global.tlsKey"));
                AssertThrownSecret(() => Seed.Parse(Samples.Utf8(broken)));
            }
        }
    }

    [Fact]
    public void Rejected_seeds_are_not_shown()
    {
        for (var length = 1; length < Samples.SeedHex.Length; length++)
        {
            AssertThrownSecret(() => Seed.Parse(Samples.Utf8(Samples.SeedHex[..length])));
            AssertThrownSecret(() => Seed.Parse(Samples.Utf8(Samples.SeedHex[..length] + " !")));
        }
    }

    private static void AssertThrownSecret(Action action)
    {
        try
        {
            action();
        }
        catch (CertificateException e)
        {
            AssertSecret(e.ToString());
        }
    }

    private static void AssertSecret(string shown) => Leaks.AssertNone(shown, Secrets);
}
