using System.Globalization;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Kubernetes;

/// <summary>A Kubernetes resource quantity such as <c>128Mi</c> or <c>10m</c>; it keeps its original text and compares by value.</summary>
internal sealed record Quantity(string Text, decimal Value) : IComparable<Quantity>
{
    private static readonly Dictionary<string, decimal> Suffixes = new(StringComparer.Ordinal)
    {
        [""] = 1m,
        ["n"] = 1e-9m,
        ["u"] = 1e-6m,
        ["m"] = 1e-3m,
        ["k"] = 1e3m,
        ["M"] = 1e6m,
        ["G"] = 1e9m,
        ["T"] = 1e12m,
        ["P"] = 1e15m,
        ["E"] = 1e18m,
        ["Ki"] = 1024m,
        ["Mi"] = 1048576m,
        ["Gi"] = 1073741824m,
        ["Ti"] = 1099511627776m,
        ["Pi"] = 1125899906842624m,
        ["Ei"] = 1152921504606846976m,
    };

    /// <summary>Parses a quantity; false for anything the API server would reject, the empty text included.</summary>
    public static bool TryParse(string? text, out Quantity quantity)
    {
        quantity = new Quantity(text ?? "", 0);
        var digits = (text ?? "").AsSpan().IndexOfAnyExcept("+-.0123456789");
        var number = digits < 0 ? text ?? "" : text![..digits];
        var suffix = digits < 0 ? "" : text![digits..];
        if (!Suffixes.TryGetValue(suffix, out var factor))
        {
            if (
                suffix.Length < 2
                || suffix[0] is not ('e' or 'E')
                || !int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
                || Math.Abs(exponent) > 18
            )
            {
                return false;
            }

            factor = (decimal)Math.Pow(10, exponent);
        }

        if (
            !decimal.TryParse(
                number,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var value
            )
            || Math.Abs(value) > 1e9m * 1e9m
        )
        {
            return false;
        }

        try
        {
            quantity = new Quantity(text!, value * factor);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <summary>
    /// Reads a quantity as kubectl does: text that YAML 1.1 reads as a number (<c>0x10</c>, <c>010</c>, <c>1_000</c>) is that number.
    /// </summary>
    public static bool TryRead(YamlNode node, out Quantity quantity) =>
        node.IsPlain ? TryReadPlain(node.Text, out quantity) : TryParse(node.Text, out quantity);

    /// <summary>Reads a quantity that is written without quotes.</summary>
    public static bool TryReadPlain(string? text, out Quantity quantity)
    {
        var isQuantity = TryParse(text, out quantity);
        if (text is null || !YamlNumber.TryRead(text, out var number) || (isQuantity && quantity.Value == number))
        {
            return isQuantity;
        }

        quantity = new Quantity(number.ToString(CultureInfo.InvariantCulture), number);
        return true;
    }

    /// <exception cref="FormatException">The text is not a quantity.</exception>
    public static Quantity Parse(string text) =>
        TryParse(text, out var quantity)
            ? quantity
            : throw new FormatException($"\"{text}\" is not a Kubernetes quantity (such as 128Mi or 100m)");

    public int CompareTo(Quantity? other) => Value.CompareTo(other?.Value ?? 0);

    public static Quantity Max(Quantity a, Quantity b) => a.CompareTo(b) >= 0 ? a : b;

    public static Quantity Min(Quantity a, Quantity b) => a.CompareTo(b) <= 0 ? a : b;

    public override string ToString() => Text;

    public static bool operator <(Quantity left, Quantity right) => left.CompareTo(right) < 0;

    public static bool operator <=(Quantity left, Quantity right) => left.CompareTo(right) <= 0;

    public static bool operator >(Quantity left, Quantity right) => left.CompareTo(right) > 0;

    public static bool operator >=(Quantity left, Quantity right) => left.CompareTo(right) >= 0;
}
