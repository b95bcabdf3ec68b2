namespace KymaIstioTransform.Cli.Options;

/// <summary>How the name of a property, such as <c>TlsCert</c>, is written on the command line and in the environment.</summary>
internal static class OptionName
{
    /// <summary><c>TlsCert</c> as <c>tls-cert</c>.</summary>
    public static string Kebab(string name) => Separate(name, "", '-', char.ToLowerInvariant);

    /// <summary><c>TlsCert</c> as <c>KYMA_ISTIO_TRANSFORM_TLS_CERT</c>.</summary>
    public static string Variable(ReadOnlySpan<char> name) => Separate(name, ProgramInfo.VariablePrefix, '_', char.ToUpperInvariant);

    /// <summary><c>tls-cert</c>, or <c>TLS_CERT</c>, as <c>TlsCert</c>.</summary>
    public static string Pascal(ReadOnlySpan<char> words)
    {
        var isStart = true;
        var length = 0;
        Span<char> name = stackalloc char[words.Length];
        foreach (var c in words)
        {
            if (c is not ('-' or '_'))
            {
                name[length++] = isStart ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c);
            }

            isStart = c is '-' or '_';
        }

        return name[..length].ToString();
    }

    private static string Separate(ReadOnlySpan<char> name, string prefix, char separator, Func<char, char> change)
    {
        Span<char> text = stackalloc char[prefix.Length + (2 * name.Length)];
        prefix.CopyTo(text);
        var length = prefix.Length;
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(name[i]))
            {
                text[length++] = separator;
            }

            text[length++] = change(name[i]);
        }

        return text[..length].ToString();
    }
}
