using System.Text;
using System.Text.Json;
using KymaIstioTransform.Cli.Options;

namespace KymaIstioTransform.Cli.Commands.ArgoCd;

/// <summary>Announces to Argo CD which parameters an application may set, for its user interface.</summary>
internal static class ParameterAnnouncement
{
    /// <summary>True when a parameter takes several values.</summary>
    public static bool IsList(string name) => name == AppParameters.ValueFiles || Option(name)?.IsList == true;

    public static string Json()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var name in AppParameters.Names)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("title", name);
                json.WriteString("tooltip", Tooltip(name));
                json.WriteString("itemType", Option(name)?.IsSwitch == true ? "boolean" : "string");
                json.WriteString(
                    "collectionType",
                    IsList(name) ? "array"
                        : name == AppParameters.HelmValues ? "map"
                        : "string"
                );
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    private static string Tooltip(string name) =>
        name switch
        {
            AppParameters.ReleaseName => "Helm: the release's name (default: the application's)",
            AppParameters.ValueFiles => "Helm: values files in the application's folder",
            AppParameters.HelmValues => "Helm: values, as --set takes them",
            _ => Option(name)!.Help,
        };

    /// <summary>The option that sets the same value; null for Helm's parameters.</summary>
    private static OptionInfo? Option(string name) => OptionTable.AtPath(name);
}
