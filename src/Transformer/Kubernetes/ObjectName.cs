namespace KymaIstioTransform.Kubernetes;

/// <summary>The two forms of names that the API server accepts (RFC 1123, as in Kubernetes).</summary>
internal static class ObjectName
{
    private const int MaxLabel = 63;
    private const int MaxSubdomain = 253;

    /// <summary>True for a DNS label, as namespaces and Services have: lower-case letters, digits and <c>-</c> between them.</summary>
    public static bool IsLabel(ReadOnlySpan<char> name) => name.Length <= MaxLabel && IsPart(name);

    /// <summary>True for a DNS subdomain, as most objects have: parts like labels, with dots between them.</summary>
    public static bool IsSubdomain(ReadOnlySpan<char> name)
    {
        foreach (var part in name.Split('.'))
        {
            if (!IsPart(name[part]))
            {
                return false;
            }
        }

        return name.Length <= MaxSubdomain;
    }

    private static bool IsPart(ReadOnlySpan<char> part)
    {
        foreach (var character in part)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '-')
            {
                return false;
            }
        }

        return part.Length > 0 && part[0] != '-' && part[^1] != '-';
    }
}
