namespace KymaIstioTransform.Kubernetes;

/// <summary>The template file of a chart that objects were rendered from.</summary>
/// <param name="path">Its path from the chart that was rendered, as Helm prints it.</param>
internal sealed class ChartTemplate(string path)
{
    private string? chart = "";
    private bool? isOfSubchart;

    /// <summary>Its path from the chart that was rendered, as Helm prints it.</summary>
    public string Path { get; } = path;

    /// <summary>Its chart: the folder above <c>templates</c> or <c>crds</c>; null when there is none. Searched for only once.</summary>
    public string? Chart => chart is "" ? chart = ChartOf(Path) : chart;

    /// <summary>True when its chart is a part of the chart that was rendered.</summary>
    public bool IsOfSubchart => isOfSubchart ??= Path.Contains("/charts/", StringComparison.Ordinal);

    private static string? ChartOf(ReadOnlySpan<char> path)
    {
        ReadOnlySpan<char> folder = default;
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/'))
        {
            if (path[..slash] is "templates" or "crds")
            {
                return folder.IsEmpty ? null : folder.ToString();
            }

            folder = path[..slash];
            path = path[(slash + 1)..];
        }

        return path is "templates" or "crds" && !folder.IsEmpty ? folder.ToString() : null;
    }
}
