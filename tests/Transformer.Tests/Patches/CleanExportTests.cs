using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>Server-managed fields are removed, and each object is reported once.</summary>
public class CleanExportTests
{
    [Fact]
    public void An_object_in_its_own_document_is_not_a_List()
    {
        var input = Objects.Istiod("1.20.0");

        var result = Tool.Run(input + "status: {replicas: 1}\n", "--only", "clean-export", "--clean-export");

        Assert.Equal(input, result.Text);
        Assert.Equal(1, result.Error.Split("patched (clean-export)").Length - 1);
    }
}
