using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Istio;

/// <summary>What an injection template is for.</summary>
internal enum InjectionTemplateRole
{
    /// <summary>One of Istio's own that adds a whole sidecar.</summary>
    Sidecar,

    /// <summary>One of Istio's own for gateways or waypoints.</summary>
    Gateway,

    /// <summary>Any other: it adds containers, or changes what another template adds.</summary>
    Custom,
}

/// <summary>One injection template.</summary>
/// <param name="Name">Its path in the injector's configuration.</param>
/// <param name="Scalar">The scalar that holds its text.</param>
/// <param name="Role">What it is for.</param>
internal readonly record struct InjectionTemplate(string Name, YamlNode Scalar, InjectionTemplateRole Role);
