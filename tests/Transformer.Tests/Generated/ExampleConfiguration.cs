using System.Text;
using KymaIstioTransform.Cli.Options;

namespace KymaIstioTransform.Tests.Generated;

/// <summary>examples/config.yaml: every setting at its default, and those without a default as comments.</summary>
internal sealed class ExampleConfiguration
{
    private const int Width = 110;

    private const string Head = """
        # All settings of kyma-istio-transform at their defaults, written by make docs. Use it with --config; flags override this file.
        # Delete what you do not change. Settings that are commented out have no fixed default.
        apiVersion: transform.kyma-project.io/v1alpha1
        kind: IstioTransform
        metadata:
          name: default # not read
        spec:

        """;

    private const string Patches = """

          # JSON patches (RFC 6902), applied after Kyma's changes and after those of patchDirectory, in this order.
          patches: []
          # - target: {kind: Deployment, name: istio-pilot}
          #   patch: # a list, or a string with it as JSON
          #     - {op: add, path: /spec/replicas, value: 2}

        """;

    private readonly StringBuilder text = new(Head);

    public static string Yaml()
    {
        var example = new ExampleConfiguration();
        example.Add([.. OptionTable.Configurable], 0);
        return example.text.Append(Patches).ToString();
    }

    /// <summary>Writes the options whose paths agree up to <paramref name="depth"/>.</summary>
    private void Add(List<OptionInfo> options, int depth)
    {
        var indentation = new string(' ', 2 * (depth + 1));
        foreach (var group in options.GroupBy(o => o.Path!.Split('.')[depth]))
        {
            var isLeaf = group.First().Path!.Split('.').Length == depth + 1;
            if (depth == 0 && text[^2] != ':')
            {
                text.Append('\n');
            }

            if (isLeaf)
            {
                AddLeaf(group.Single(), group.Key, indentation);
            }
            else
            {
                // A mapping without any value would be null.
                text.Append($"{indentation}{(group.Any(o => Value(o) is not null) ? "" : "# ")}{group.Key}:\n");
                Add([.. group], depth + 1);
            }
        }
    }

    private void AddLeaf(OptionInfo option, string key, string indentation)
    {
        var line = new StringBuilder($"{indentation}#");
        foreach (var word in Comment(option).Split(' '))
        {
            if (line.Length + word.Length >= Width)
            {
                text.Append(line).Append('\n');
                line.Clear().Append($"{indentation}#");
            }

            line.Append(' ').Append(word);
        }

        text.Append(line).Append('\n');
        text.Append(
            Value(option) is { } value
                ? $"{indentation}{key}: {value}\n"
                : $"{indentation}# {key}: {(option.IsList ? "[]" : option.Placeholder)}\n"
        );
    }

    private static string Comment(OptionInfo option) =>
        option.Summary + (option.Setting.DefaultText is { } words ? $" (default: {words})" : "");

    /// <summary>The default as YAML; null when there is none.</summary>
    private static string? Value(OptionInfo option) =>
        option.IsSwitch ? option.Setting.Default ?? "false"
        : option.Setting.DefaultText is not null ? null
        : option.IsList ? $"[{option.Setting.Default?.Replace(",", ", ", StringComparison.Ordinal)}]"
        : option.Setting.Default;
}
