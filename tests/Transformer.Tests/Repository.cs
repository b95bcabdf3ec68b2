using System.Xml.Linq;

namespace KymaIstioTransform.Tests;

/// <summary>Values that the repository defines in one place.</summary>
internal static class Repository
{
    /// <summary>The version in Directory.Build.props.</summary>
    public static string Version { get; } =
        XDocument.Load(Path.Combine(SharedData.Repository, "Directory.Build.props")).Descendants("Version").Single().Value;
}
