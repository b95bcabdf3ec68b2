using System.Globalization;
using System.Runtime.CompilerServices;
using KymaIstioTransform.Certificates.Derived;
using KymaIstioTransform.Cli.IO;

namespace KymaIstioTransform.Cli.Options.Certificates;

/// <summary>
/// Reads the inputs that certificate settings name: files, an environment variable, the time. Errors never show a value that may be secret.
/// </summary>
internal sealed class CertificateInputs
{
    private readonly Settings settings;
    private readonly CommandLineEnvironment host;

    /// <exception cref="UsageException">The time is not valid.</exception>
    public CertificateInputs(Settings settings, CommandLineEnvironment host)
    {
        this.settings = settings;
        this.host = host;
        Time = ReadTime();
    }

    /// <summary>The given time, otherwise that of reproducible builds, otherwise the clock.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The content of the file that a setting names; null when it is not set.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public byte[]? Bytes(Func<TypedFlags, string?> option, [CallerArgumentExpression(nameof(option))] string property = "")
    {
        if (settings.GetString(option, property) is not { } file)
        {
            return null;
        }

        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The message leaves out the file name: if the user passed the key itself, it must not appear in a log.
            var reason = e is FileNotFoundException or DirectoryNotFoundException or PathTooLongException
                ? "no such file"
                : "cannot read the file";
            throw new FileException($"{Named(property)}: {reason} (the path is relative to the working directory)");
        }
    }

    /// <summary>The value of the environment variable that a setting names; null when it is not set.</summary>
    /// <exception cref="UsageException">The variable does not exist.</exception>
    public string? Variable(Func<TypedFlags, string?> option, [CallerArgumentExpression(nameof(option))] string property = "")
    {
        if (settings.GetString(option, property) is not { } variable)
        {
            return null;
        }

        // A name that is as long as a seed may be the seed itself.
        var shown = variable.Length < Seed.MinLength ? $" {variable}" : "";
        return host.Environment(variable)
            ?? throw new UsageException(
                $"{Named(property)}: the environment variable{shown} is not set (give the name of the variable that holds the seed)"
            );
    }

    private static string Named(string property)
    {
        var option = OptionTable.OfProperty(property[(property.LastIndexOf('.') + 1)..])!;
        return $"--{option.Name} ({option.Path})";
    }

    private DateTimeOffset ReadTime()
    {
        var given = settings.Get(
            o => o.Gateway.CertificateTime,
            text =>
                DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                    ? (object)time
                    : null,
            "must be a time in ISO 8601"
        );
        if (given is DateTimeOffset time)
        {
            return time;
        }

        if (host.Environment("SOURCE_DATE_EPOCH") is not { Length: > 0 } epoch)
        {
            return host.Now();
        }

        return
            long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new UsageException("SOURCE_DATE_EPOCH must be a number of seconds");
    }
}
