using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Tests.Yaml;

/// <summary>Reads one YAML document from a text.</summary>
internal static class YamlText
{
    public static YamlTree Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    public static YamlTree Read(byte[] bytes) => YamlReader.Read(bytes, new ByteSpan(0, bytes.Length));
}
