using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Commands.ArgoCd;

/// <summary>
/// Renders an application: a chart with Helm, a kustomization with Kustomize, anything else as the YAML files in the folder.
/// </summary>
internal sealed class AppRenderer(CommandLineEnvironment host, AppFolder folder, AppParameters parameters)
{
    /// <summary>Files that list the charts to fetch. <c>helm dependency build</c> reads the lists of both versions of the format.</summary>
    private static readonly string[] DependencyLists = ["Chart.yaml", "Chart.lock", "requirements.yaml", "requirements.lock"];

    /// <summary>The prefix of a chart's address that is a path.</summary>
    private const string LocalChart = "file://";

    private bool IsChart => folder.Has("Chart.yaml");

    /// <exception cref="ManifestException">Rendering failed, or there is nothing to render.</exception>
    /// <exception cref="UsageException">The application uses files outside of its folder or repository.</exception>
    public IReadOnlyList<InputFile> Render() =>
        IsChart ? [Run("helm", HelmArguments())]
        : WrittenFolders.Kustomizations.Any(folder.Has) ? [Kustomize()]
        : Plain();

    /// <summary>Fetches the charts that a chart depends on, unless they are already in its folder.</summary>
    public void FetchDependencies()
    {
        if (IsChart && folder.Has("Chart.lock") && !Directory.Exists(Path.Combine(folder.Root, "charts")))
        {
            CheckDependencies();
            Run("helm", ["dependency", "build", "."]);
        }
    }

    /// <summary>Helm would pack a chart of any path into the application.</summary>
    private void CheckDependencies()
    {
        foreach (var name in DependencyLists.Where(folder.Has))
        {
            var list = new InputFile(name, FileReader.ReadBytes(Path.Combine(folder.Root, name)));
            foreach (var (key, text) in AppYaml.Texts(list))
            {
                if (AppYaml.IsKey(key, "repository") && text.StartsWith(LocalChart, StringComparison.OrdinalIgnoreCase))
                {
                    folder.ResolveSource(text[LocalChart.Length..], folder.Root, $"{name}: {key}");
                }
            }
        }
    }

    private InputFile Kustomize()
    {
        new KustomizationCheck(folder).Check();
        return Run("kustomize", ["build", "."], "kubectl", ["kustomize", "."]);
    }

    private List<string> HelmArguments()
    {
        List<string> arguments = ["template", Release(), ".", "--include-crds"];
        AddFlag("--namespace", host.Environment("ARGOCD_APP_NAMESPACE"));
        AddFlag("--kube-version", host.Environment("KUBE_VERSION"));
        foreach (var version in (host.Environment("KUBE_API_VERSIONS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            AddFlag("--api-versions", version);
        }

        arguments.AddRange(parameters.Of(AppParameters.ValueFiles).Select(file => $"--values={file}"));
        arguments.AddRange(parameters.Of(AppParameters.HelmValues).Select(value => $"--set={value}"));
        return arguments;

        void AddFlag(string flag, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                arguments.Add($"{flag}={value}");
            }
        }
    }

    /// <summary>
    /// The application's name. Outside of Argo CD's own namespace, Argo CD adds the namespace and an underscore as a prefix.
    /// </summary>
    private string Release()
    {
        var name = parameters.Of(AppParameters.ReleaseName) is [var given]
            ? given
            : (host.Environment("ARGOCD_APP_NAME") ?? "").Split('_')[^1];
        return name.Length == 0 ? "istio"
            : name.StartsWith('-') ? throw new UsageException($"{AppParameters.ReleaseName}: {name} is not a release name")
            : name;
    }

    private List<InputFile> Plain()
    {
        var files = new InputReader(Stream.Null, null, new InputLimits())
            .Read([folder.Root], recursive: false)
            .Where(f => Path.GetFileName(f.Name) != AppFolder.ConfigName)
            .ToList();
        return files.Count > 0
            ? [.. files.Select(f => f with { Name = Path.GetFileName(f.Name) })]
            : throw new ManifestException("the application's folder has no chart, no kustomization and no manifest");
    }

    private InputFile Run(string program, List<string> arguments, string? other = null, List<string>? otherArguments = null)
    {
        var result = host.Run(new ChildCall(program, arguments, folder.Root));
        if (result is null)
        {
            return other is null
                ? throw new FileNotFoundException($"{program} is not in the sidecar (add it to the PATH)")
                : Run(other, otherArguments!);
        }

        return result.Exit == 0
            ? new InputFile($"<{program}>", result.Output)
            : throw new ManifestException($"{program} {arguments[0]} failed ({result.Exit}): {result.Error.Trim()}");
    }
}
