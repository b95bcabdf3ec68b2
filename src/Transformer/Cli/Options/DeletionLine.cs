using KymaIstioTransform.Patches.User;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Options;

/// <summary>A line of Kyma's file <c>delete</c>: the arguments that its Job passed to <c>kubectl delete</c>.</summary>
internal static class DeletionLine
{
    /// <summary>The deletions in a line; empty for a blank line or a comment.</summary>
    /// <exception cref="UsageException">The line names no object.</exception>
    public static IEnumerable<UserDeletion> Parse(string line, Location? at)
    {
        var words = line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [] or [['#', ..], ..] => [],
            _ when words.Any(w => w[0] == '-') =>
            [
                new UserDeletion(
                    line.Trim(),
                    null,
                    "kubectl flags select objects in a cluster: they do not apply to manifests"
                ),
            ],
            [_] => throw new UsageException(
                $"{(at is null ? "--delete: " : "")}a deletion must be a kind and a name, not \"{line.Trim()}\"",
                at
            ),
            [var kind, .. var names] => names.Select(name => new UserDeletion($"{kind} {name}", new ResourceSelector(kind, name))),
        };
    }
}
