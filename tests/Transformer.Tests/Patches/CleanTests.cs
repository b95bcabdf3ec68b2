using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>What the API server put in goes, and each object is told once.</summary>
public class CleanTests
{
    [Fact]
    public void An_object_of_its_own_document_is_no_list()
    {
        var input = Objects.Istiod("1.20.0");

        var result = Tool.Run(input + "status: {replicas: 1}\n", "--only", "clean-export", "--clean-export");

        Assert.Equal(input, result.Text);
        Assert.Equal(1, result.Error.Split("patched (clean-export)").Length - 1);
    }
}
