#if DotNet
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
var request = new CertificateRequest("CN=example.com", key, HashAlgorithmName.SHA256);
var names = new SubjectAlternativeNameBuilder();
names.AddDnsName("example.com");
request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
request.CertificateExtensions.Add(names.Build());
var now = DateTimeOffset.UtcNow;
using var certificate = request.Create(
    request.SubjectName,
    X509SignatureGenerator.CreateForECDsa(key),
    now,
    now.AddDays(397),
    RandomNumberGenerator.GetBytes(16)
);
Console.WriteLine(PemEncoding.WriteString("CERTIFICATE", certificate.RawData));
Console.WriteLine(PemEncoding.WriteString("PRIVATE KEY", key.ExportPkcs8PrivateKey()));
#elif BouncyCastle
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

// Only the parts that are needed: the factories that choose by name keep every algorithm of the library.
var curve = CustomNamedCurves.GetByOid(SecObjectIdentifiers.SecP256r1);
var random = new SecureRandom();
var secret = new BigInteger(curve.N.BitLength, random).Mod(curve.N.Subtract(BigInteger.One)).Add(BigInteger.One);
var point = curve.G.Multiply(secret).Normalize().GetEncoded(false);
var algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey, SecObjectIdentifiers.SecP256r1);
var signature = new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha256);
var name = new X509Name([X509Name.CN], ["example.com"]);
var extensions = new X509ExtensionsGenerator();
extensions.AddExtension(X509Extensions.BasicConstraints, true, new BasicConstraints(false));
extensions.AddExtension(
    X509Extensions.SubjectAlternativeName,
    false,
    new GeneralNames(new GeneralName(GeneralName.DnsName, "example.com"))
);
var generator = new V3TbsCertificateGenerator();
generator.SetSerialNumber(new DerInteger(new BigInteger(127, random)));
generator.SetSignature(signature);
generator.SetIssuer(name);
generator.SetSubject(name);
generator.SetStartDate(new Time(DateTime.UtcNow));
generator.SetEndDate(new Time(DateTime.UtcNow.AddDays(397)));
generator.SetSubjectPublicKeyInfo(new SubjectPublicKeyInfo(algorithm, point));
generator.SetExtensions(extensions.Generate());
var content = generator.GenerateTbsCertificate();
var signer = new DsaDigestSigner(new ECDsaSigner(), new Sha256Digest());
signer.Init(true, new ECPrivateKeyParameters(secret, new ECDomainParameters(curve)));
signer.BlockUpdate(content.GetDerEncoded());
var certificate = new DerSequence(content, signature, new DerBitString(signer.GenerateSignature()));
var key = new PrivateKeyInfo(algorithm, new ECPrivateKeyStructure(256, secret, new DerBitString(point), null));
Console.WriteLine(PemEncoding.WriteString("CERTIFICATE", certificate.GetDerEncoded()));
Console.WriteLine(PemEncoding.WriteString("PRIVATE KEY", key.GetDerEncoded()));
#else
Console.WriteLine("nothing");
#endif
