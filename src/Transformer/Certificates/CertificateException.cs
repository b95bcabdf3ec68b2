namespace KymaIstioTransform.Certificates;

/// <summary>
/// A certificate, key, seed or store that cannot be used. The message is complete text for the user and never contains key data.
/// </summary>
internal sealed class CertificateException(string message) : Exception(message);
