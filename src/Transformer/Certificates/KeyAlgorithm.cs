namespace KymaIstioTransform.Certificates;

/// <summary>The key types that this program generates. Every Envoy since Istio 1.0 accepts them.</summary>
internal enum KeyAlgorithm
{
    EcdsaP256,
    Rsa2048,
    Rsa3072,
    Rsa4096,
}
