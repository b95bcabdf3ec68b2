namespace KymaIstioTransform.Kubernetes;

/// <summary>The input is refused; the message is finished text for the user (exit code 3).</summary>
internal sealed class ManifestException(string message) : Exception(message);
