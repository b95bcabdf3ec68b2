using System.Text;

namespace KymaIstioTransform.Certificates.Pem;

/// <summary>
/// Finds private keys in manifests: as PEM, in base64 (as in Secrets), and in double base64 (as in Secrets with Kyma's overrides). It
/// searches the bytes and not the objects, so it finds a key at any place.
/// </summary>
internal static class PrivateKeyText
{
    private const int GroupOfBytes = 3;
    private const int GroupOfText = 4;

    /// <summary>The end of the line that begins a PEM block of any kind of private key.</summary>
    private static readonly byte[] Mark = "PRIVATE KEY-----"u8.ToArray();

    /// <summary>The mark as plain text, in base64 and in double base64.</summary>
    private static readonly IReadOnlyList<byte[]> Forms = [Mark, .. InBase64(Mark), .. InBase64(Mark).SelectMany(InBase64)];

    private static readonly int Longest = Forms.Max(form => form.Length);

    /// <summary>Searches a text that is in blocks. The last bytes of a block are searched together with the next one.</summary>
    public static bool IsIn(IEnumerable<ReadOnlyMemory<byte>> blocks)
    {
        byte[] end = [];
        foreach (var block in blocks)
        {
            byte[] border = [.. end, .. block.Span[..Math.Min(block.Length, Longest)]];
            if (IsIn(border) || IsIn(block.Span))
            {
                return true;
            }

            end = block.Length < Longest ? border[^Math.Min(border.Length, Longest)..] : block.Span[^Longest..].ToArray();
        }

        return false;
    }

    /// <summary>True when the text contains a private key in one of the forms.</summary>
    public static bool IsIn(ReadOnlySpan<byte> text)
    {
        foreach (var form in Forms)
        {
            if (text.IndexOf(form) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The base64 characters that depend only on the mark, for each of its three positions in a group of three bytes.</summary>
    private static IEnumerable<byte[]> InBase64(byte[] mark)
    {
        for (var before = 0; before < GroupOfBytes; before++)
        {
            var whole = (before + mark.Length) / GroupOfBytes * GroupOfBytes;
            var text = Convert.ToBase64String([.. new byte[before], .. mark.AsSpan(0, whole - before)]);
            yield return Encoding.ASCII.GetBytes(text[(before == 0 ? 0 : GroupOfText)..]);
        }
    }
}
