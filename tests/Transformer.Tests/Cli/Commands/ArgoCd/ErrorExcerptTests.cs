using KymaIstioTransform.Cli.Commands.ArgoCd;
using Xunit;

namespace KymaIstioTransform.Tests.Cli.Commands.ArgoCd;

public class ErrorExcerptTests
{
    private const string Key = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ";

    [Theory]
    [InlineData("", "")]
    [InlineData("one line", "one line")]
    [InlineData("\n  first\r\n\n second \n", "first\nsecond")]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8", "1\n2\n3\n4\n5\n6\n7\n8")]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\n5\n6\n…\n9")]
    [InlineData(Key, "(hidden)")]
    [InlineData("key: " + Key + "==, more", "key: (hidden), more")]
    [InlineData("\"" + Key + "\"", "\"(hidden)\"")]
    [InlineData("istio-ingressgateway-certs.istio-system.svc.cluster.local", "istio-ingressgateway-certs.istio-system.svc.cluster.local")]
    [InlineData("0123456789abcdef0123456789abcdef01234567", "0123456789abcdef0123456789abcdef01234567")]
    public void Shows_the_ends_of_a_message_without_keys(string message, string shown) => Assert.Equal(shown, ErrorExcerpt.Of(message));

    [Fact]
    public void Cuts_long_lines() => Assert.Equal(new string('-', 300) + "…", ErrorExcerpt.Of(new string('-', 301)));
}
