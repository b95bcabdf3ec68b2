namespace KymaIstioTransform.Tests.Patches;

/// <summary>Small objects for test streams, with only the fields that patches read.</summary>
internal static class Objects
{
    /// <summary>A Deployment in istio-system with one container.</summary>
    public static string Deployment(string name, string container, string image, params string[] args) =>
        $"""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {name}
              namespace: istio-system
            spec:
              template:
                spec:
                  containers:
                  - name: {container}
                    image: {image}
                    args: [{string.Join(", ", args)}]

            """;

    public static string Pilot(string version, params string[] args) =>
        Deployment("istio-pilot", "discovery", $"docker.io/istio/pilot:{version}", ["discovery", .. args]);

    public static string Istiod(string version) =>
        Deployment("istiod", "discovery", $"docker.io/istio/pilot:{version}", "discovery", "--monitoringAddr=:15014");

    public static string Citadel(string version) => Deployment("istio-citadel", "citadel", $"docker.io/istio/citadel:{version}");

    /// <summary>A ConfigMap in istio-system with one text.</summary>
    public static string ConfigMap(string name, string key, string text) =>
        $"""
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: {name}
              namespace: istio-system
            data:
              {key}: |-
            {Indented(text)}

            """;

    public static string Definition(string name) =>
        $"""
            apiVersion: apiextensions.k8s.io/v1beta1
            kind: CustomResourceDefinition
            metadata:
              name: {name}
            spec:
              scope: Namespaced

            """;

    public static string Stream(params string[] objects) => string.Join("---\n", objects);

    private static string Indented(string text) =>
        string.Join('\n', text.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? line : "    " + line));
}
