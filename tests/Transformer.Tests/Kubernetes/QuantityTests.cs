using System.Globalization;
using KymaIstioTransform.Kubernetes;
using Xunit;

namespace KymaIstioTransform.Tests.Kubernetes;

public class QuantityTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("128Mi", "134217728")]
    [InlineData("1Ki", "1024")]
    [InlineData("1k", "1000")]
    [InlineData("1.5Gi", "1610612736")]
    [InlineData("10m", "0.010")]
    [InlineData("100u", "0.000100")]
    [InlineData("5n", "0.000000005")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("+1", "1")]
    [InlineData("-5", "-5")]
    [InlineData("1E", "1000000000000000000")]
    [InlineData("1E3", "1000")]
    [InlineData("1e3", "1000")]
    [InlineData("1e-3", "0.001")]
    [InlineData("2Ei", "2305843009213693952")]
    public void Reads_what_the_API_server_accepts(string text, string value)
    {
        Assert.True(Quantity.TryParse(text, out var quantity));
        Assert.Equal(decimal.Parse(value, CultureInfo.InvariantCulture), quantity.Value);
        Assert.Equal(text, quantity.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("Mi")]
    [InlineData("128MB")]
    [InlineData("128mi")]
    [InlineData("1K")]
    [InlineData("1 Gi")]
    [InlineData(" 1")]
    [InlineData("1,5")]
    [InlineData("1+1")]
    [InlineData("1.2.3")]
    [InlineData("1e")]
    [InlineData("1e1.5")]
    [InlineData("0x10")]
    [InlineData("1_000")]
    [InlineData("NaN")]
    [InlineData("100000000000000000000")]
    [InlineData("1000000000000000000E")]
    public void Rejects_text_that_is_not_a_quantity(string? text)
    {
        Assert.False(Quantity.TryParse(text, out _));
        if (text is not null)
        {
            Assert.Contains($"\"{text}\"", Assert.Throws<FormatException>(() => Quantity.Parse(text)).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Without quotes kubectl reads a number of YAML 1.1 first.</summary>
    [Theory]
    [InlineData("128Mi", "128Mi")]
    [InlineData("08", "08")]
    [InlineData("1e3", "1e3")]
    [InlineData("0x10", "16")]
    [InlineData("010", "8")]
    [InlineData("0b11", "3")]
    [InlineData("1_000", "1000")]
    public void Reads_plain_scalars_as_kubectl_does(string plain, string read)
    {
        Assert.True(Quantity.TryReadPlain(plain, out var quantity));
        Assert.Equal(read, quantity.Text);
    }

    [Theory]
    [InlineData("1000m", "1", 0)]
    [InlineData("1Gi", "1024Mi", 0)]
    [InlineData("1G", "1Gi", -1)]
    [InlineData("100m", "0.05", 1)]
    public void Compares_by_value(string left, string right, int sign)
    {
        var (a, b) = (Quantity.Parse(left), Quantity.Parse(right));
        Assert.Equal(sign, a.CompareTo(b));
        Assert.Equal(sign >= 0 ? a : b, Quantity.Max(a, b));
        Assert.Equal(sign <= 0 ? a : b, Quantity.Min(a, b));
    }
}
