namespace KymaIstioTransform.Istio.Templates;

/// <summary>
/// The chart values that an action of an injection template prints or tests, such as <c>.Values.global.proxy.resources</c>.
/// </summary>
internal static class ChartValuesReference
{
    private const string Start = ".Values.";

    /// <summary>
    /// The single path of chart values that an action uses, also as the dot of the <c>with</c> around it. Null for other actions.
    /// </summary>
    /// <param name="action">The action.</param>
    /// <param name="arm">The arm that contains it.</param>
    public static string? PathIn(TemplateNode.Action action, TemplateBranchArm arm)
    {
        var start = action.Body.IndexOf(Start, StringComparison.Ordinal);
        if (start < 0)
        {
            return UsesDot(action.Body) ? PathOfDot(action, arm) : null;
        }

        var end = start;
        while (end < action.Body.Length && (char.IsAsciiLetterOrDigit(action.Body[end]) || action.Body[end] is '.' or '_'))
        {
            end++;
        }

        return action.Body.IndexOf(Start, end, StringComparison.Ordinal) < 0 ? action.Body[start..end] : null;
    }

    /// <summary>The path that the innermost <c>with</c> around an action sets the dot to.</summary>
    private static string? PathOfDot(TemplateNode.Action action, TemplateBranchArm arm)
    {
        var with = arm;
        while (with is { Header.Keyword: not "with" })
        {
            with = with.Parent;
        }

        return with?.Header is { } header && with.Parent is { } parent && action != header ? PathIn(header, parent) : null;
    }

    private static bool UsesDot(string body) =>
        Array.IndexOf(body.Split([' ', '(', ')', '|', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries), ".") >= 0;
}
