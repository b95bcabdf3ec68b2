using System.Text;
using CsCheck;
using KymaIstioTransform.Tests.Yaml;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;
using Xunit;

namespace KymaIstioTransform.Tests.Laws;

/// <summary>
/// Edits of generated documents: in YamlDotNet's object model, the result must be the original with exactly those changes, and the
/// self-check must agree.
/// </summary>
public class GeneratedLaws
{
    /// <summary>The number of documents. CsCheck prints the seed of a failure.</summary>
    private const int Documents = 4000;

    [Fact]
    public void Edits_that_change_nothing_give_back_the_document()
    {
        var rendered = 0;
        GeneratedYaml.Documents.Sample(
            text =>
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                foreach (var edit in (Func<TreeEdits, int>[])[NeutralEdits.ReplaceWords, NeutralEdits.SetValues])
                {
                    var edits = new TreeEdits(Read(bytes));
                    Interlocked.Add(ref rendered, edit(edits));
                    Assert.Equal(text, Encoding.UTF8.GetString(ByteEdits.Apply(bytes, edits.ToSource())));
                }
            },
            iter: Documents
        );

        Assert.True(rendered > Documents, $"only {rendered} edits were rendered");
    }

    [Fact]
    public void What_is_added_and_removed_again_leaves_no_trace()
    {
        var rendered = 0;
        GeneratedYaml.Documents.Sample(
            text =>
            {
                if (text.Contains('|', StringComparison.Ordinal) || text.Contains('>', StringComparison.Ordinal))
                {
                    // What is removed after a block scalar takes the blank lines and comments after it along: they would become its text.
                    return;
                }

                // What is added behind the last line gives it a line break, which stays.
                var ended = text.TrimEnd('\r', '\n') + (text.Contains('\r', StringComparison.Ordinal) ? "\r\n" : "\n");
                var bytes = Encoding.UTF8.GetBytes(ended);
                var additions = new TreeEdits(Read(bytes));
                Interlocked.Add(ref rendered, NeutralEdits.Add(additions));
                var added = ByteEdits.Apply(bytes, additions.ToSource());
                var removals = new TreeEdits(Read(added));
                NeutralEdits.RemoveAdded(removals);

                Assert.NotEqual(ended, Encoding.UTF8.GetString(added));
                Assert.Equal(ended, Encoding.UTF8.GetString(ByteEdits.Apply(added, removals.ToSource())));
            },
            iter: Documents
        );

        Assert.True(rendered > Documents, $"only {rendered} additions were rendered");
    }

    [Fact]
    public void An_edit_changes_what_it_names_and_nothing_else() =>
        Gen.Select(
                GeneratedYaml.Documents,
                Gen.Int[0, 1000],
                Gen.OneOf("set", "add", "insert", "remove"),
                Gen.OneOf("new", "10", "a: b", "it's", "true", "zipkin.kyma-system:9411", "two\nlines")
            )
            .Sample(
                (text, choice, operation, value) =>
                {
                    var bytes = Encoding.UTF8.GetBytes(text);
                    var edits = new TreeEdits(Read(bytes));
                    var expected = YamlModel.Read(text);
                    if (!Edit(edits, expected!, choice, operation, value))
                    {
                        return;
                    }

                    var result = ByteEdits.Apply(bytes, edits.ToSource());

                    Assert.Equal(YamlModel.Print(expected), YamlModel.Print(YamlModel.Read(Encoding.UTF8.GetString(result))));
                    Assert.Null(TreeVerifier.Verify(edits, Read(result)));
                },
                iter: Documents
            );

    [Fact]
    public void The_check_detects_an_unplanned_edit() =>
        Gen.Select(GeneratedYaml.Documents, Gen.Int[0, 1000], Gen.OneOf("set", "add", "insert", "remove"))
            .Sample(
                (text, choice, operation) =>
                {
                    var bytes = Encoding.UTF8.GetBytes(text);
                    var edits = new TreeEdits(Read(bytes));
                    if (Edit(edits, YamlModel.Read(text)!, choice, operation, "unwanted"))
                    {
                        var result = ByteEdits.Apply(bytes, edits.ToSource());
                        Assert.NotNull(TreeVerifier.Verify(new TreeEdits(Read(bytes)), Read(result)));
                    }
                },
                iter: Documents
            );

    private static YamlTree Read(byte[] bytes) => YamlText.Read(bytes);

    /// <summary>
    /// Plans one edit, chosen by number, and makes the same change in the model; false when the document has no place for it.
    /// </summary>
    private static bool Edit(TreeEdits edits, object model, int choice, string operation, string value)
    {
        var places = Places(edits.Tree.Root, model)
            .Where(p =>
                operation switch
                {
                    "set" or "remove" => p.Parent is not null,
                    "insert" => p.Parent is List<object?>,
                    _ => !p.Node.IsScalar,
                }
            )
            .ToList();
        if (places.Count == 0)
        {
            return false;
        }

        var (node, own, parent, index) = places[choice % places.Count];
        switch (operation)
        {
            case "set":
                edits.Set(node, value);
                Replace(parent!, index, Written(value));
                return true;
            case "insert":
                edits.Insert(node, YamlValue.Of(value));
                ((List<object?>)parent!).Insert(index, Written(value));
                return true;
            case "remove":
                edits.Remove(node);
                Remove(parent!, index);
                return true;
            default:
                if (own is List<(string, object?)> mapping)
                {
                    edits.Add(node, "newKey", YamlValue.Of(value));
                    mapping.Add(("newKey", Written(value)));
                }
                else
                {
                    edits.Add(node, YamlValue.Of(value));
                    ((List<object?>)own!).Add(Written(value));
                }

                return true;
        }
    }

    /// <summary>The model of a new text: always a string, even if it looks like a number.</summary>
    private static string Written(string value) => $"text {value}";

    private static IEnumerable<(YamlNode Node, object? Model, object? Parent, int Index)> Places(YamlNode root, object? model)
    {
        var pending = new Queue<(YamlNode Node, object? Model, object? Parent, int Index)>([(root, model, null, 0)]);
        while (pending.TryDequeue(out var place))
        {
            yield return place;
            var values = place.Node.IsMapping ? place.Node.Pairs.Select(p => p.Value) : place.Node.Items;
            foreach (var (i, value) in values.Index())
            {
                pending.Enqueue(
                    (value, place.Model is List<(string, object?)> m ? m[i].Item2 : ((List<object?>)place.Model!)[i], place.Model, i)
                );
            }
        }
    }

    private static void Replace(object parent, int index, string value)
    {
        if (parent is List<(string Key, object? Value)> mapping)
        {
            mapping[index] = (mapping[index].Key, value);
        }
        else
        {
            ((List<object?>)parent)[index] = value;
        }
    }

    private static void Remove(object parent, int index)
    {
        if (parent is List<(string, object?)> mapping)
        {
            mapping.RemoveAt(index);
        }
        else
        {
            ((List<object?>)parent).RemoveAt(index);
        }
    }
}
