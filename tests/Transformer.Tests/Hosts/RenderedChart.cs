using System.Text;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>Turns a rendered stream back into a chart that renders to it, so that Helm can be run without a network.</summary>
internal static class RenderedChart
{
    /// <summary>
    /// Writes the chart and returns its folder: each document goes to the template that its Source line names. Several charts become parts
    /// of one.
    /// </summary>
    public static string Write(byte[] stream, string folder)
    {
        var manifest = ManifestReader.Read(new SourceText([new InputFile("stream", stream)]));
        var files = manifest.Documents.Where(d => d.Resources.Count > 0).GroupBy(d => d.TemplatePath!).ToList();
        var roots = files.Select(f => f.Key.Split('/')[0]).Distinct().ToList();
        var parent = roots.Count == 1 ? folder : Path.Combine(folder, "whole", "charts");
        foreach (var file in files)
        {
            var path = Path.Combine(parent, file.Key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var raw = file.Key.Contains("/crds/", StringComparison.Ordinal);
            File.WriteAllText(
                path,
                string.Concat(file.Select(d => "---\n" + Template(manifest.Source.Bytes.AsSpan(d.Content.Start, d.Content.Length), raw)))
            );
            DescribeCharts(Path.GetDirectoryName(path)!, folder);
        }

        return roots.Count == 1 ? Path.Combine(folder, roots[0]) : Path.Combine(folder, "whole");
    }

    /// <summary>Writes a Chart.yaml into each folder of a chart from <paramref name="path"/> up to <paramref name="folder"/>.</summary>
    private static void DescribeCharts(string path, string folder)
    {
        for (var at = path; at.Length > folder.Length; at = Path.GetDirectoryName(at)!)
        {
            if (
                Path.GetFileName(at) is not ("charts" or "templates" or "crds")
                && at[folder.Length..].Split('/').TakeLast(3).All(s => s is not "templates")
            )
            {
                File.WriteAllText(Path.Combine(at, "Chart.yaml"), $"apiVersion: v2\nname: {Path.GetFileName(at)}\nversion: 1.0.0\n");
            }
        }
    }

    private static string Template(ReadOnlySpan<byte> content, bool raw)
    {
        var lines = Encoding.UTF8.GetString(content).Split('\n').Where(l => !l.StartsWith("# Source: ", StringComparison.Ordinal));
        var text = string.Join('\n', lines).TrimEnd('\n') + "\n";
        return raw
            ? text
            : text.Replace("{{", "\u0001", StringComparison.Ordinal)
                .Replace("}}", "{{ \"}}\" }}", StringComparison.Ordinal)
                .Replace("\u0001", "{{ \"{{\" }}", StringComparison.Ordinal);
    }
}
