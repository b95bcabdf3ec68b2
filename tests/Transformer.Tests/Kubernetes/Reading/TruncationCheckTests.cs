using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;
using Xunit;

namespace KymaIstioTransform.Tests.Kubernetes.Reading;

public class TruncationCheckTests
{
    private const string Metadata = "\nmetadata: {name: a, namespace: b}\n";
    private const string Service = "apiVersion: v1\nkind: Service" + Metadata;
    private const string Deployment = "apiVersion: apps/v1\nkind: Deployment" + Metadata;
    private const string ConfigMap = "apiVersion: v1\nkind: ConfigMap" + Metadata;

    [Theory]
    [InlineData(ConfigMap)]
    [InlineData(Service + "spec: {}\n")]
    [InlineData(Deployment + "spec: {template: {spec: {containers: [{name: a, image: b}]}}}")]
    [InlineData(Service + "---\n" + ConfigMap)]
    [InlineData(ConfigMap + "data:\n")]
    [InlineData(ConfigMap + "data: {a: }")]
    [InlineData("apiVersion: serving.knative.dev/v1\nkind: Service" + Metadata)]
    public void A_complete_stream_passes(string stream) => Check(stream, allowEmpty: false);

    [Theory]
    [InlineData(Service, "Service b/a is the last object, and the field spec is missing")]
    [InlineData(Service + "spec:\n", "Service b/a is the last object, and the field spec is missing")]
    [InlineData(ConfigMap + "---\n" + Service, "Service b/a is the last object, and the field spec is missing")]
    [InlineData(
        Deployment + "spec: {template: {spec: {}}}\n",
        "Deployment b/a is the last object, and the field spec.template.spec.containers is missing"
    )]
    [InlineData(
        Deployment + "spec: {template: {spec: {containers: [{name: a}]}}}\n",
        "Deployment b/a is the last object, and the container a has no image"
    )]
    [InlineData(
        Deployment + "spec: {template: {spec: {containers: [{image: a}]}}}\n",
        "Deployment b/a is the last object, and the container  has no name"
    )]
    [InlineData(ConfigMap + "data:", "ConfigMap b/a is the last object, and the last line is a key without a value")]
    public void A_stream_that_ends_inside_an_object_is_rejected(string stream, string message) =>
        Assert.Contains(
            ": " + message,
            Assert.Throws<ManifestException>(() => Check(stream, allowEmpty: true)).Message,
            StringComparison.Ordinal
        );

    /// <summary>For documents of any content, the error says how to accept the input.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n---\n")]
    public void Empty_input_needs_permission(string stream)
    {
        Check(stream, allowEmpty: true);
        Assert.Contains(
            "--allow-empty",
            Assert.Throws<ManifestException>(() => Check(stream, allowEmpty: false)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(ConfigMap)]
    [InlineData("---\n" + ConfigMap)]
    public void Each_file_is_checked(string second)
    {
        var source = new SourceText([File("first", Service), File("second", second)]);

        Assert.Contains(
            "the field spec is missing",
            Assert.Throws<ManifestException>(() => TruncationCheck.Check(ManifestReader.Read(source), allowEmpty: false)).Message,
            StringComparison.Ordinal
        );
    }

    private static void Check(string stream, bool allowEmpty) =>
        TruncationCheck.Check(ManifestReader.Read(new SourceText([File("in", stream)])), allowEmpty);

    private static InputFile File(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));
}
