using System.Security.Cryptography;
using System.Text;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Derived;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates.Derived;

public sealed class SeedTests
{
    private static readonly byte[] Raw = Convert.FromHexString(Samples.SeedHex);

    public static TheoryData<string> Forms =>
        [
            Samples.SeedHex,
            Samples.SeedHex.ToUpperInvariant() + "\n",
            "  " + Samples.SeedHex[..40] + "\r\n" + Samples.SeedHex[40..] + "\r\n",
            Convert.ToBase64String(Raw),
            "\uFEFF" + Samples.SeedHex + "\r\n",
            Convert.ToBase64String(Raw) + "\n",
            Convert.ToBase64String(Raw).TrimEnd('='),
            Convert.ToBase64String(Raw)[..20] + "\n" + Convert.ToBase64String(Raw)[20..],
            Convert.ToBase64String(Raw).Replace('+', '-').Replace('/', '_'),
        ];

    public static TheoryData<byte[], string> WeakSeeds =>
        new()
        {
            { [], "empty" },
            { Samples.Utf8(" \n"), "empty" },
            { Raw[..31], "31 bytes" },
            { Samples.Utf8(Samples.SeedHex[..62]), "31 bytes" },
            { Samples.Utf8(Samples.SeedHex[..63]), "odd number" },
            { Samples.Utf8(Convert.ToBase64String(Raw[..31])), "31 bytes" },
            { new byte[64], "too few distinct" },
            { [.. Enumerable.Repeat((byte)0xA5, 64)], "too few distinct" },
            { Samples.Utf8(new string('0', 64)), "too few distinct" },
            { [.. Raw[..15], .. Enumerable.Repeat(Raw[0], 40)], "too few distinct" },
            { [.. Raw, .. Raw, .. Raw[..9]], "repeats" },
            { [.. Enumerable.Range(0, 64).Select(static i => (byte)i)], "counts" },
            { Samples.Utf8(Convert.ToHexString([.. Enumerable.Range(0, 64).Select(static i => (byte)(250 - (2 * i)))])), "counts" },
            { Samples.Utf8("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"), "counts" },
            { Samples.Utf8("CorrectHorseBatteryStaple42Zx/CorrectHorseBatteryStaple42Zx/"), "repeats" },
            { Samples.Utf8("correcthorsebatterystaplecorrecthorsebatterystaple00"), "words" },
            { Samples.Utf8("thisisonlyaverylongpasswordwithoutanyrandombytes"), "words" },
            { Samples.Utf8("HannahAndAnnaAndOttoSeeNoonAndDadAtTheTeaHouse"), "words" },
            { Samples.Utf8(Samples.SeedHex[..40] + Samples.SeedHex[40..].ToUpperInvariant()), "could be hexadecimal or base64" },
            { Encoding.Unicode.GetBytes(Samples.SeedHex), "UTF-16" },
            { [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Samples.SeedHex + "\r\n")], "UTF-16" },
            { [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(Convert.ToBase64String(Raw))], "UTF-16" },
            { Samples.Utf8("correct horse battery staple, and then some more of it"), "must be random bytes" },
            { Samples.Utf8("Tr0ub4dor&3-Tr0ub4dor&3-Tr0ub4dor&3-Tr0ub4dor&3"), "must be random bytes" },
            { Samples.Utf8("pässwörter-sind-keine-zufälligen-bytes-sondern-wörter"), "must be random bytes" },
            { Samples.Utf8(Convert.ToHexString(Samples.Utf8("correct horse battery staple, and more"))), "plain text" },
            { Samples.Utf8(Convert.ToBase64String(Samples.Utf8(Samples.SeedHex))), "plain text" },
        };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_encoding_of_a_seed_gives_the_same_seed(string text) =>
        Assert.Equal(Derive(Seed.Parse(Raw)), Derive(Seed.Parse(Samples.Utf8(text))));

    [Fact]
    public void Raw_bytes_are_used_unchanged()
    {
        byte[] endsInNewline = [.. Raw, (byte)'\n'];

        Assert.NotEqual(Derive(Seed.Parse(Raw)), Derive(Seed.Parse(endsInNewline)));
    }

    [Theory]
    [MemberData(nameof(WeakSeeds))]
    public void Weak_seeds_are_rejected_with_the_reason(byte[] seed, string reason)
    {
        var e = Assert.Throws<CertificateException>(() => Seed.Parse(seed));

        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_content_is_a_valid_seed_in_two_encodings()
    {
        for (var i = 0; i < 2000; i++)
        {
            var hex = Convert.ToHexString(RandomNumberGenerator.GetBytes(48));

            // Each of these is also valid base64.
            Assert.Equal(
                Derive(Seed.Parse(Convert.FromHexString(hex))),
                Derive(Seed.Parse(Samples.Utf8(i % 2 == 0 ? hex : hex.ToLowerInvariant())))
            );
            Assert.Throws<CertificateException>(() => Seed.Parse(Samples.Utf8(hex[..48] + hex[48..].ToLowerInvariant())));
        }
    }

    [Fact]
    public void Random_seeds_are_accepted_in_every_encoding()
    {
        for (var i = 0; i < 2000; i++)
        {
            var bytes = RandomNumberGenerator.GetBytes(32 + (i % 33));

            var derived = Derive(Seed.Parse(bytes));
            Assert.Equal(derived, Derive(Seed.Parse(Samples.Utf8(Convert.ToBase64String(bytes) + "\n"))));
            Assert.Equal(derived, Derive(Seed.Parse(Samples.Utf8(Convert.ToHexStringLower(bytes)))));
        }
    }

    private static byte[] Derive(Seed seed) => seed.Derive([], [], 32);
}
