using KymaIstioTransform.Certificates.Sealing;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Certificates;

/// <summary>
/// Checks whether a SealedSecret in the input can become the gateway's Secret, as far as this is visible without the controller's key. The
/// scope is in its annotations and in the metadata that kubeseal repeats in its template.
/// </summary>
internal static class SealedSecretCompatibility
{
    private static readonly string[] Keys = [TlsSecret.Certificate, TlsSecret.Key];

    /// <summary>What does not match, as a sentence fragment for a message; null when everything matches.</summary>
    /// <param name="present">The SealedSecret.</param>
    /// <param name="secret">The Secret that the gateway reads.</param>
    /// <param name="wanted">The scope that the user requests; null when this run seals nothing.</param>
    public static string? Problem(Resource present, ResourceId secret, SealingScope? wanted)
    {
        var scope = Scope(present);
        var (sealedNamespace, sealedName) = (Template(present, "namespace") ?? secret.Namespace, Template(present, "name") ?? secret.Name);
        return Missing(present) is { } missing ? $"it has no encrypted {missing}"
            : scope != SealingScope.ClusterWide && sealedNamespace != secret.Namespace ? $"it is sealed for the namespace {sealedNamespace}"
            : scope == SealingScope.Strict && sealedName != secret.Name ? $"it is sealed for the name {sealedName}"
            : wanted is not null && wanted != scope ? $"its scope is {Word(scope)} and not {Word(wanted.Value)}"
            : null;
    }

    private static string? Missing(Resource present) =>
        Keys.FirstOrDefault(key => present.Root.Find("spec", "encryptedData", key)?.Text is null);

    private static string? Template(Resource present, string field) => present.Root.Find("spec", "template", "metadata", field)?.Text;

    private static SealingScope Scope(Resource present) =>
        IsAnnotated(present, SealedSecret.ClusterWideAnnotation) ? SealingScope.ClusterWide
        : IsAnnotated(present, SealedSecret.NamespaceWideAnnotation) ? SealingScope.NamespaceWide
        : SealingScope.Strict;

    private static bool IsAnnotated(Resource present, string annotation) =>
        present.Root.Find("metadata", "annotations", annotation)?.Is("true") == true;

    private static string Word(SealingScope scope) =>
        scope switch
        {
            SealingScope.ClusterWide => "cluster-wide",
            SealingScope.NamespaceWide => "namespace-wide",
            _ => "strict",
        };
}
