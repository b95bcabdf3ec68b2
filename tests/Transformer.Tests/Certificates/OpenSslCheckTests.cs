using KymaIstioTransform.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates;

public sealed class OpenSslCheckTests
{
    [Fact]
    public void Is_content_where_these_tests_run() => OpenSslCheck.Check();

    [Theory]
    [InlineData("libssl.so.3")]
    [InlineData("libssl.so.1.1")]
    public void Any_library_the_runtime_would_load_is_enough(string installed) =>
        OpenSslCheck.Check(versionOverride: null, name => name == installed);

    [Fact]
    public void The_override_is_tried_too()
    {
        OpenSslCheck.Check("9", static name => name == "libssl.so.9");
        Assert.Throws<CertificateException>(() => OpenSslCheck.Check(null, static name => name == "libssl.so.9"));
    }

    [Fact]
    public void Says_what_to_install_when_there_is_none()
    {
        var e = Assert.Throws<CertificateException>(() => OpenSslCheck.Check(null, static _ => false));

        Assert.Contains("libssl3", e.Message, StringComparison.Ordinal);
    }
}
