using System.Globalization;
using KymaIstioTransform.Yaml.Scalars;
using Xunit;

namespace KymaIstioTransform.Tests.Yaml.Scalars;

/// <summary>The numbers of go-yaml 2, which kubectl uses.</summary>
public class YamlNumberTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("+12", "12")]
    [InlineData("-12", "-12")]
    [InlineData("1_000", "1000")]
    [InlineData("010", "8")]
    [InlineData("-010", "-8")]
    [InlineData("0o17", "15")]
    [InlineData("08", "8")]
    [InlineData("0x1F", "31")]
    [InlineData("0X1f", "31")]
    [InlineData("0b101", "5")]
    [InlineData("-0b101", "-5")]
    [InlineData("1.5", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("1e3", "1000")]
    [InlineData("-1.5E-3", "-0.0015")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("18446744073709551616", "18446744073709551616")]
    public void Reads_numbers(string plain, string value)
    {
        Assert.True(YamlNumber.TryRead(plain, out var number));
        Assert.Equal(decimal.Parse(value, CultureInfo.InvariantCulture), number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+-1")]
    [InlineData("--1")]
    [InlineData(".")]
    [InlineData("e3")]
    [InlineData("1e")]
    [InlineData("1.2.3")]
    [InlineData("0x")]
    [InlineData("0x1G")]
    [InlineData("0b12")]
    [InlineData("1:30")]
    [InlineData("12m")]
    [InlineData("_1")]
    [InlineData("1 0")]
    [InlineData("~")]
    [InlineData("true")]
    [InlineData(".inf")]
    [InlineData(".nan")]
    public void Everything_else_is_text(string plain) => Assert.False(YamlNumber.TryRead(plain, out _));
}
