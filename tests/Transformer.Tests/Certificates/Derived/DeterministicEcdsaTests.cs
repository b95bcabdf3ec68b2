using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using KymaIstioTransform.Certificates.Derived;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates.Derived;

public sealed class DeterministicEcdsaTests
{
    /// <summary>RFC 6979 appendix A.2.5.</summary>
    private const string RfcKey = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";

    [Theory]
    [InlineData(
        "sample",
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
    )]
    [InlineData(
        "test",
        "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
        "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"
    )]
    public void Gives_the_signatures_of_RFC_6979(string message, string r, string s)
    {
        var signature = DeterministicEcdsa.Sign(new P256Key(Integer(RfcKey)), Samples.Utf8(message));

        Assert.Equal((Integer(r), Integer(s)), Decode(signature));
    }

    [Fact]
    public void Gives_the_public_key_of_RFC_6979()
    {
        var point = P256.Multiply(Integer(RfcKey));

        Assert.Equal("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6", Convert.ToHexString(point.X!));
        Assert.Equal("7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299", Convert.ToHexString(point.Y!));
    }

    [Fact]
    public void Agrees_with_another_implementation_on_random_keys_and_messages()
    {
        var curve = SecNamedCurves.GetByName("secp256r1");
        var domain = new ECDomainParameters(curve.Curve, curve.G, curve.N, curve.H);
        for (var i = 0; i < 50; i++)
        {
            var scalar = (P256.ToInteger(RandomNumberGenerator.GetBytes(32)) % (P256.Order - 1)) + 1;
            var message = RandomNumberGenerator.GetBytes(i);
            var other = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
            other.Init(true, new ECPrivateKeyParameters(new Org.BouncyCastle.Math.BigInteger(1, P256.ToBytes(scalar)), domain));

            var expected = other.GenerateSignature(SHA256.HashData(message));

            var (r, s) = Decode(DeterministicEcdsa.Sign(new P256Key(scalar), message));
            Assert.Equal(
                (expected[0].ToString(), expected[1].ToString()),
                (r.ToString(CultureInfo.InvariantCulture), s.ToString(CultureInfo.InvariantCulture))
            );
        }
    }

    [Theory]
    [InlineData("01")]
    [InlineData("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632550")]
    public void The_smallest_and_the_largest_key_work(string scalar)
    {
        var key = new P256Key(Integer(scalar));
        using var imported = ECDsa.Create();
        imported.ImportPkcs8PrivateKey(key.EncodePrivateKey(), out _);

        var signature = DeterministicEcdsa.Sign(key, [1, 2, 3]);

        Assert.True(imported.VerifyData((byte[])[1, 2, 3], signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        Assert.Equal(imported.ExportPkcs8PrivateKey(), key.EncodePrivateKey());
        Assert.Equal(imported.ExportSubjectPublicKeyInfo(), key.EncodePublicKey());
    }

    private static BigInteger Integer(string hex) => P256.ToInteger(Convert.FromHexString(hex));

    private static (BigInteger R, BigInteger S) Decode(byte[] signature)
    {
        var sequence = new AsnReader(signature, AsnEncodingRules.DER).ReadSequence();
        return (sequence.ReadInteger(), sequence.ReadInteger());
    }
}
