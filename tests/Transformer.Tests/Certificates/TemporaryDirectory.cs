namespace KymaIstioTransform.Tests.Certificates;

/// <summary>A new directory that is deleted when the test ends.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("certificates-").FullName;

    public string Combine(string name) => Path.Combine(Root, name);

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(Combine(name), content);
        return Combine(name);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
