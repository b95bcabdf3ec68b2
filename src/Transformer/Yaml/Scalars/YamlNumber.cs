using System.Globalization;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>
/// Numbers as kubectl reads them. Its YAML library (go-yaml 2, which sigs.k8s.io/yaml uses) follows YAML 1.1: underscores are ignored,
/// <c>0x</c>, <c>0o</c>, <c>0b</c> and a leading zero choose the base, a fraction or exponent makes a float.
/// </summary>
internal static class YamlNumber
{
    /// <summary>Reads a plain scalar; false for anything that is not a number, infinity and NaN included.</summary>
    public static bool TryRead(string plain, out decimal number)
    {
        number = 0;
        if (plain.Length == 0 || !(char.IsAsciiDigit(plain[0]) || plain[0] is '+' or '-' or '.'))
        {
            return false;
        }

        var text = plain.Replace("_", "", StringComparison.Ordinal);
        return TryReadInteger(text, out number)
            || (
                IsFloat(text)
                && decimal.TryParse(
                    text,
                    NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                    CultureInfo.InvariantCulture,
                    out number
                )
            );
    }

    private static bool TryReadInteger(string text, out decimal number)
    {
        number = 0;
        var digits = text.AsSpan().TrimStart("+-");
        if (digits.Length == 0 || text.Length - digits.Length > 1)
        {
            return false;
        }

        var radix = digits switch
        {
            ['0', 'x' or 'X', ..] => 16,
            ['0', 'o' or 'O', ..] or ['0', _, ..] when digits[1] is not ('b' or 'B') => 8,
            ['0', 'b' or 'B', ..] => 2,
            _ => 10,
        };
        digits =
            radix == 10 ? digits
            : digits[1] is 'x' or 'X' or 'o' or 'O' or 'b' or 'B' ? digits[2..]
            : digits[1..];
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix || number > ulong.MaxValue)
            {
                return false;
            }

            number = (number * radix) + digit;
        }

        number = text[0] == '-' ? -number : number;
        return digits.Length > 0 && number <= ulong.MaxValue;
    }

    /// <summary>go-yaml's pattern: digits with at most one point, and an exponent.</summary>
    private static bool IsFloat(string text)
    {
        var rest = text[0] is '+' or '-' ? text.AsSpan(1) : text.AsSpan();
        var exponent = rest.IndexOfAny('e', 'E');
        var mantissa = exponent < 0 ? rest : rest[..exponent];
        var power = exponent < 0 ? "0" : rest[(exponent + 1)..];
        power = power is ['+' or '-', ..] ? power[1..] : power;
        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? default : mantissa[(point + 1)..];
        return AreDigits(whole) && AreDigits(fraction) && whole.Length + fraction.Length > 0 && power.Length > 0 && AreDigits(power);
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
