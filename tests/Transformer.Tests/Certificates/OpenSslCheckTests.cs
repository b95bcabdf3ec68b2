using KymaIstioTransform.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates;

public sealed class OpenSslCheckTests
{
    [Fact]
    public void OpenSSL_is_found_on_the_machine_that_runs_these_tests() => OpenSslCheck.Check();

    [Theory]
    [InlineData("libssl.so.3")]
    [InlineData("libssl.so.1.1")]
    public void Any_library_that_the_runtime_loads_is_accepted(string installed) =>
        OpenSslCheck.Check(versionOverride: null, name => name == installed);

    [Fact]
    public void The_library_of_the_override_variable_is_tried_too()
    {
        OpenSslCheck.Check("9", static name => name == "libssl.so.9");
        Assert.Throws<CertificateException>(() => OpenSslCheck.Check(null, static name => name == "libssl.so.9"));
    }

    [Fact]
    public void Without_a_library_the_error_names_the_packages_to_install()
    {
        var e = Assert.Throws<CertificateException>(() => OpenSslCheck.Check(null, static _ => false));

        Assert.Contains("libssl3", e.Message, StringComparison.Ordinal);
    }
}
