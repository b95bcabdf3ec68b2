namespace KymaIstioTransform.Certificates;

/// <summary>
/// A certificate, key, seed or store that cannot be used; the message is finished text for the user and never holds key data.
/// </summary>
internal sealed class CertificateException(string message) : Exception(message);
