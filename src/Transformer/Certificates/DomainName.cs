using System.Globalization;
using System.Text;

namespace KymaIstioTransform.Certificates;

/// <summary>A DNS name in lower-case ASCII that a certificate can contain as apex and as wildcard. It is not resolved.</summary>
internal sealed record DomainName
{
    private const int MaxLength = 253;
    private const int MaxLabelLength = 63;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private DomainName(string apex) => Apex = apex;

    /// <summary>The domain in lower-case ASCII, such as <c>kyma.local</c>.</summary>
    public string Apex { get; }

    /// <summary>All names directly below the domain: <c>*.kyma.local</c>.</summary>
    public string Wildcard => "*." + Apex;

    public override string ToString() => Apex;

    /// <summary>
    /// Accepts a host name (RFC 1123), internationalised or not; the result is the same for every spelling of one domain.
    /// </summary>
    /// <exception cref="CertificateException">The text is not a host name.</exception>
    public static DomainName Parse(string text)
    {
        if (text.StartsWith("*.", StringComparison.Ordinal))
        {
            throw Rejected(text, "must not start with `*.`; the wildcard is added");
        }

        var apex = ToAscii(text);
        if (apex.Length is 0 or > MaxLength)
        {
            throw Rejected(text, $"must have 1 to {MaxLength} characters");
        }

        var labels = apex.Split('.');
        if (!Array.TrueForAll(labels, IsLabel))
        {
            throw Rejected(text, "must be labels of 1 to 63 letters, digits and inner hyphens, separated by single dots");
        }

        if (labels[^1].All(char.IsAsciiDigit))
        {
            throw Rejected(text, "must be a name, not an IP address");
        }

        return new DomainName(apex);
    }

    /// <summary>
    /// True when a server certificate that lists <paramref name="pattern"/> is valid for <paramref name="name"/> (RFC 6125; a wildcard
    /// matches one whole label).
    /// </summary>
    public static bool Matches(string pattern, string name)
    {
        if (pattern.Equals(name, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0
            && pattern.StartsWith("*.", StringComparison.Ordinal)
            && pattern.AsSpan(1).Equals(name.AsSpan(dot), StringComparison.OrdinalIgnoreCase);
    }

    private static string ToAscii(string text)
    {
        if (text.All(char.IsAscii))
        {
            return text.ToLowerInvariant();
        }

        // In invariant globalization mode, IdnMapping neither folds case nor normalises: fold here, and reject names that need normalising.
        var folded = text.ToLowerInvariant();
        if (!folded.EnumerateRunes().All(rune => rune.IsAscii || IsIdnLetter(rune)))
        {
            throw Rejected(text, "must be in composed form (NFC), of letters, digits and hyphens; or give its `xn--` form");
        }

        try
        {
            return Idn.GetAscii(folded);
        }
        catch (ArgumentException)
        {
            throw Rejected(text, "must be a valid internationalised domain name; or give its `xn--` form");
        }
    }

    private static bool IsIdnLetter(Rune rune) =>
        !IsComposingMark(rune.Value)
        && !IsCompatibilityForm(rune.Value)
        && Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.LowercaseLetter
                or UnicodeCategory.OtherLetter
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.DecimalDigitNumber;

    /// <summary>
    /// Marks that follow a letter and have a composed form: Latin, Greek and Cyrillic accents, Hangul parts, kana voice marks.
    /// </summary>
    private static bool IsComposingMark(int value) => value is (>= 0x300 and <= 0x36F) or (>= 0x1100 and <= 0x11FF) or 0x3099 or 0x309A;

    /// <summary>
    /// Presentation forms, ligatures, full-width, letter-like and mathematical letters: other spellings of plain letters.
    /// </summary>
    private static bool IsCompatibilityForm(int value) =>
        value is (>= 0xF900 and <= 0xFFFF) or (>= 0x2100 and <= 0x214F) or (>= 0x1D400 and <= 0x1D7FF);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabelLength
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static CertificateException Rejected(string text, string rule) => new($"domain \"{text}\" {rule}");
}
