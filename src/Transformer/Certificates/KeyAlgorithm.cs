namespace KymaIstioTransform.Certificates;

/// <summary>The keys this program generates: what every Envoy since Istio 1.0 accepts.</summary>
internal enum KeyAlgorithm
{
    EcdsaP256,
    Rsa2048,
    Rsa3072,
    Rsa4096,
}
