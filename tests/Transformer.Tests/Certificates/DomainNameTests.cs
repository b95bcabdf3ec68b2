using KymaIstioTransform.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates;

public sealed class DomainNameTests
{
    private static readonly string Label63 = new('a', 63);

    [Theory]
    [InlineData("kyma.local", "kyma.local")]
    [InlineData("Kyma.LOCAL", "kyma.local")]
    [InlineData("a-b.1c.example", "a-b.1c.example")]
    [InlineData("localhost", "localhost")]
    [InlineData("1.2.3.4.xip.io", "1.2.3.4.xip.io")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("BÜCHER.example", "xn--bcher-kva.example")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("例え.テスト", "xn--r8jz45g.xn--zckzah")]
    [InlineData("नमस्ते.भारत", "xn--h2bhs4b8d8a.xn--h2brj9c")]
    public void Spellings_of_a_domain_have_one_ascii_form(string text, string apex)
    {
        var domain = DomainName.Parse(text);

        Assert.Equal(apex, domain.Apex);
        Assert.Equal("*." + apex, domain.Wildcard);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*.kyma.local")]
    [InlineData("kyma.local.")]
    [InlineData(".kyma.local")]
    [InlineData("kyma..local")]
    [InlineData("-kyma.local")]
    [InlineData("kyma-.local")]
    [InlineData("ky_ma.local")]
    [InlineData("kyma local")]
    [InlineData("kyma.local\n")]
    [InlineData("10.0.0.1")]
    [InlineData("__DOMAIN__")]
    [InlineData("bu\u0308cher.example")]
    [InlineData("ﬁsch.example")]
    [InlineData("ｋｙｍａ.example")]
    [InlineData("😀.example")]
    public void An_invalid_host_name_is_rejected_and_quoted(string text)
    {
        var e = Assert.Throws<CertificateException>(() => DomainName.Parse(text));

        Assert.StartsWith($"domain \"{text}\" must ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_are_limited_to_63_and_253()
    {
        var longest = $"{Label63}.{Label63}.{Label63}.{Label63[..61]}";

        Assert.Equal(253, DomainName.Parse(longest).Apex.Length);
        Assert.Throws<CertificateException>(() => DomainName.Parse(longest + "a"));
        Assert.Throws<CertificateException>(() => DomainName.Parse(Label63 + "a.example"));
    }

    [Theory]
    [InlineData("a.example.com", "a.example.com", true)]
    [InlineData("A.Example.com", "a.example.com", true)]
    [InlineData("*.example.com", "a.example.com", true)]
    [InlineData("*.example.com", "*.example.com", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.example.com", "a.b.example.com", false)]
    [InlineData("*.com", "*.example.com", false)]
    [InlineData("example.com", "*.example.com", false)]
    public void A_wildcard_matches_one_label(string pattern, string name, bool matches) =>
        Assert.Equal(matches, DomainName.Matches(pattern, name));
}
