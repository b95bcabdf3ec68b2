using System.Text;

namespace KymaIstioTransform.Certificates;

/// <summary>
/// Finds private keys in manifests: as PEM, in base64 as Secrets hold it, and in base64 twice, as Secrets with Kyma's overrides do. It looks at
/// bytes and not at objects: a key is one wherever it is.
/// </summary>
internal static class PrivateKeyText
{
    private const int GroupOfBytes = 3;
    private const int GroupOfText = 4;

    /// <summary>Behind it, the line that begins a PEM block of any kind of private key ends.</summary>
    private static readonly byte[] Mark = "PRIVATE KEY-----"u8.ToArray();

    /// <summary>The mark as it is written, in base64 and in base64 twice.</summary>
    private static readonly IReadOnlyList<byte[]> Forms = [Mark, .. InBase64(Mark), .. InBase64(Mark).SelectMany(InBase64)];

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

    /// <summary>The characters of base64 that only the mark decides, for each of its three positions in a group of three bytes.</summary>
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
