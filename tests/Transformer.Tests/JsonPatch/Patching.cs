using System.Text;
using KymaIstioTransform.JsonPatch;
using KymaIstioTransform.Tests.Yaml;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;
using Xunit;

namespace KymaIstioTransform.Tests.JsonPatch;

/// <summary>Applies JSON Patches to texts like the program: as edits that pass its self-check.</summary>
internal static class Patching
{
    /// <exception cref="PatchException">The patch is malformed or does not fit.</exception>
    public static string Apply(string document, string patch)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        var edits = new TreeEdits(Read(bytes));
        var patched = new PatchedDocument(edits.Tree.Root);
        foreach (var operation in PatchReader.Read(new InputFile("patch", Encoding.UTF8.GetBytes(patch))))
        {
            patched.Apply(operation);
        }

        foreach (var change in patched.Changes())
        {
            Edit(edits, change);
        }

        var result = ByteEdits.Apply(bytes, edits.ToSource());
        Assert.Null(TreeVerifier.Verify(edits, Read(result)));
        return Encoding.UTF8.GetString(result);
    }

    private static void Edit(TreeEdits edits, PatchChange change)
    {
        switch (change)
        {
            case PatchChange.Set set:
                edits.Set(set.Node, set.Value);
                break;
            case PatchChange.Remove remove:
                edits.Remove(remove.Node);
                break;
            case PatchChange.Insert insert:
                edits.Insert(insert.Before, insert.Value);
                break;
            case PatchChange.Add { Key: { } key } entry:
                edits.Add(entry.Collection, key, entry.Value);
                break;
            case PatchChange.Add item:
                edits.Add(item.Collection, item.Value);
                break;
        }
    }

    private static YamlTree Read(byte[] bytes) => YamlText.Read(bytes);
}
