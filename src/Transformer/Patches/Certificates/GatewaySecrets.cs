using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Sealing;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Certificates;

/// <summary>
/// The objects that provide a TLS Secret in a cluster: the Secret, or an object from which another controller creates it.
/// </summary>
internal static class GatewaySecrets
{
    private const string TlsType = "kubernetes.io/tls";

    /// <summary>A Secret; its values are written in base64.</summary>
    public static YamlMap Secret(ResourceId id, string type, params (string Key, byte[] Value)[] data) =>
        new(
            ("apiVersion", YamlValue.Of("v1")),
            ("kind", YamlValue.Of("Secret")),
            ("metadata", Metadata(id)),
            ("type", YamlValue.Of(type)),
            ("data", new YamlMap([.. data.Select(d => (d.Key, YamlValue.Of(Convert.ToBase64String(d.Value))))]))
        );

    /// <summary>A Secret of the type <c>kubernetes.io/tls</c>.</summary>
    public static YamlMap Tls(ResourceId id, TlsCertificate tls) =>
        Secret(id, TlsType, (TlsSecret.Certificate, tls.CertificatePem), (TlsSecret.Key, tls.PrivateKeyPem));

    /// <summary>A SealedSecret as kubeseal writes it. The annotations of the scope are on both the SealedSecret and its template.</summary>
    public static YamlMap Sealed(ResourceId id, TlsCertificate tls, SealingKey key, SealingScope scope)
    {
        var data = SealedSecret.Seal(
            key,
            id.Namespace,
            id.Name,
            scope,
            [new(TlsSecret.Certificate, tls.CertificatePem), new(TlsSecret.Key, tls.PrivateKeyPem)]
        );
        var annotations = new YamlMap([.. data.Annotations.Select(a => (a.Key, YamlValue.Of(a.Value)))]);
        var metadata = data.Annotations.Count == 0 ? Metadata(id) : new YamlMap([.. Metadata(id).Entries, ("annotations", annotations)]);
        return new YamlMap(
            ("apiVersion", YamlValue.Of("bitnami.com/v1alpha1")),
            ("kind", YamlValue.Of("SealedSecret")),
            ("metadata", metadata),
            (
                "spec",
                new YamlMap(
                    ("encryptedData", new YamlMap([.. data.EncryptedData.Select(d => (d.Key, YamlValue.Of(d.Value)))])),
                    ("template", new YamlMap(("metadata", metadata), ("type", YamlValue.Of(TlsType))))
                )
            )
        );
    }

    /// <summary>A Certificate for cert-manager, with an ECDSA key as self-signed certificates have it.</summary>
    public static YamlMap Certificate(ResourceId id, CertificateNames names, GatewayCertificate.CertManager options) =>
        new(
            ("apiVersion", YamlValue.Of(options.ApiVersion)),
            ("kind", YamlValue.Of("Certificate")),
            ("metadata", Metadata(id)),
            (
                "spec",
                new YamlMap(
                    ("secretName", YamlValue.Of(id.Name)),
                    ("dnsNames", new YamlList([.. names.DnsNames.Select(YamlValue.Of)])),
                    (
                        "issuerRef",
                        new YamlMap(
                            ("name", YamlValue.Of(options.IssuerName)),
                            ("kind", YamlValue.Of(options.IssuerKind)),
                            ("group", YamlValue.Of(options.IssuerGroup))
                        )
                    ),
                    (
                        "privateKey",
                        new YamlMap(
                            ("algorithm", YamlValue.Of("ECDSA")),
                            ("size", new YamlLiteral("256")),
                            ("rotationPolicy", YamlValue.Of("Always"))
                        )
                    ),
                    ("usages", new YamlList(YamlValue.Of("digital signature"), YamlValue.Of("server auth")))
                )
            )
        );

    /// <summary>An ExternalSecret for the External Secrets operator.</summary>
    public static YamlMap External(ResourceId id, GatewayCertificate.External options) =>
        new(
            ("apiVersion", YamlValue.Of(options.ApiVersion)),
            ("kind", YamlValue.Of("ExternalSecret")),
            ("metadata", Metadata(id)),
            (
                "spec",
                new YamlMap(
                    ("refreshInterval", YamlValue.Of("1h")),
                    ("secretStoreRef", new YamlMap(("name", YamlValue.Of(options.StoreName)), ("kind", YamlValue.Of(options.StoreKind)))),
                    ("target", new YamlMap(("name", YamlValue.Of(id.Name)), ("template", new YamlMap(("type", YamlValue.Of(TlsType)))))),
                    (
                        "data",
                        new YamlList(RemoteValue(TlsSecret.Certificate, options.KeyOf(id)), RemoteValue(TlsSecret.Key, options.KeyOf(id)))
                    )
                )
            )
        );

    private static YamlMap RemoteValue(string key, string remoteKey) =>
        new(
            ("secretKey", YamlValue.Of(key)),
            ("remoteRef", new YamlMap(("key", YamlValue.Of(remoteKey)), ("property", YamlValue.Of(key))))
        );

    /// <summary>A Gateway without a namespace gets one when it is applied, and so does its Secret.</summary>
    private static YamlMap Metadata(ResourceId id) =>
        id.Namespace.Length == 0
            ? new YamlMap(("name", YamlValue.Of(id.Name)))
            : new YamlMap(("name", YamlValue.Of(id.Name)), ("namespace", YamlValue.Of(id.Namespace)));
}
