namespace KymaIstioTransform.Certificates;

/// <summary>The parts of a SealedSecret that sealing decides: spec.encryptedData, and the annotations of both its metadata and spec.template.metadata.</summary>
internal sealed record SealedData(
    IReadOnlyList<KeyValuePair<string, string>> EncryptedData,
    IReadOnlyList<KeyValuePair<string, string>> Annotations);
