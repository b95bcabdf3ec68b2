namespace KymaIstioTransform.Certificates.Sealing;

/// <summary>
/// The parts of a SealedSecret that sealing determines: spec.encryptedData and the annotations in its metadata. kubeseal repeats the
/// annotations in spec.template.metadata.
/// </summary>
internal sealed record SealedData(
    IReadOnlyList<KeyValuePair<string, string>> EncryptedData,
    IReadOnlyList<KeyValuePair<string, string>> Annotations
);
