namespace KymaIstioTransform.Certificates.Sealing;

/// <summary>The parts of a SealedSecret that sealing decides: spec.encryptedData, and the annotations of its metadata, which kubeseal repeats in spec.template.metadata.</summary>
internal sealed record SealedData(
    IReadOnlyList<KeyValuePair<string, string>> EncryptedData,
    IReadOnlyList<KeyValuePair<string, string>> Annotations);
