using System.Text;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Cli.Commands;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Cli;

/// <summary>Common mistakes on the command line, and conventions of other programs.</summary>
public class UserMistakeTests
{
    private static readonly byte[] Example = File.ReadAllBytes(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));

    [Fact]
    public void Help_is_a_command_and_a_flag_of_every_command()
    {
        var overview = Tool.Run([], "help");
        Assert.Equal(ExitCode.Written, overview.Exit);
        Assert.All(CommandSet.All, c => Assert.Contains($"kyma-istio-transform {c.Usage}", overview.Text, StringComparison.Ordinal));
        Assert.Equal(overview.Text, Tool.Run([], "--help").Text);
        Assert.Equal(overview.Text, Tool.Run([], "-h").Text);
        Assert.All(
            CommandSet.All,
            c =>
            {
                var help = Tool.Run([], "help", c.Name);
                Assert.Equal(ExitCode.Written, help.Exit);
                Assert.Equal(help.Text, Tool.Run([], c.Name, "--help").Text);
                Assert.Equal(help.Text, Tool.Run([], c.Name, "anything", "-h").Text);
                Assert.Equal(
                    OptionTable.All.Where(o => (o.Setting.Verbs & (c.Verb ?? 0)) != 0).Select(o => o.Form.Trim()),
                    help.Text.Split('\n')
                        .Where(l => l.StartsWith("  ", StringComparison.Ordinal) && l.TrimStart()[0] == '-')
                        .Select(l => l.Trim().Split("  ")[0])
                );
            }
        );
        Assert.DoesNotContain("--output-dir", Tool.Run([], "help", "verify").Text, StringComparison.Ordinal);
        Assert.Contains("--show-secrets", Tool.Run([], "help", "diff").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flag_of_another_command_is_an_error() =>
        AssertUsage("--output-dir is not a flag of verify (see --help)", Example, "verify", "--output-dir", "x");

    [Theory]
    [InlineData("-o", "x")]
    [InlineData("-ox")]
    [InlineData("-o=x")]
    [InlineData("-vo", "x")]
    public void A_letter_of_another_command_is_an_error(params string[] args)
    {
        AssertUsage("--output-file is not a flag of verify (see --help)", Example, ["verify", .. args]);
        Assert.False(File.Exists("x"));
    }

    [Fact]
    public void Help_lists_the_names_that_a_command_accepts()
    {
        Assert.Contains("\n  generate  ", Tool.Run([], "cmp", "--help").Text, StringComparison.Ordinal);
        Assert.Equal(InitCommand.Hosts.Order(StringComparer.Ordinal), InitCommand.Hosts);
        var init = Tool.Run([], "init", "--help").Text;
        Assert.All(InitCommand.Hosts, h => Assert.Contains($"\n  {h} ", init, StringComparison.Ordinal));
        Assert.Contains("istio.yaml, render.sh\n", init, StringComparison.Ordinal);
        var explain = Tool.Run([], "help", "explain").Text;
        Assert.All(OptionTable.Known(KnownNames.Patches), p => Assert.Contains($"\n  {p} ", explain, StringComparison.Ordinal));
        Assert.Contains("\n  zsh\n", Tool.Run([], "completion", "-h").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verfy", "verify")]
    [InlineData("verif", "verify")]
    [InlineData("dif", "diff")]
    [InlineData("expain", "explain")]
    public void A_mistyped_command_gets_a_hint(string typed, string meant)
    {
        AssertUsage($"unknown command or file \"{typed}\", did you mean {meant}?", Example, typed);
        AssertUsage($"unknown command \"{typed}\", did you mean {meant}?", Example, "help", typed);
    }

    [Theory]
    [InlineData("--verison", "--version")]
    [InlineData("--hlep", "--help")]
    [InlineData("--helpp=true", "--help")]
    [InlineData("--outpt-dir", "--output-dir", "x")]
    [InlineData("verify", "--hlep", "--help")]
    [InlineData("verify", "--strct", "--strict")]
    [InlineData("diff", "--show-secret", "--show-secrets")]
    [InlineData("explain", "--hlep", "--help")]
    [InlineData("init", "--hlep", "--help")]
    [InlineData("init", "helm3", "--hlep", "--help")]
    [InlineData("completion", "--hlep", "--help")]
    [InlineData("man", "--hlep", "--help")]
    [InlineData("help", "--hlep", "--help")]
    [InlineData("version", "--ouput=json", "--output")]
    [InlineData("cmp", "--hlep", "--help")]
    [InlineData("cmp", "generate", "--hlep", "--help")]
    public void A_mistyped_flag_gets_a_hint(params string[] words)
    {
        var (args, meant) = words[^1].StartsWith('-') ? (words[..^1], words[^1]) : ([words[0], words[2]], words[1]);

        AssertUsage($", did you mean {meant}? (see --help)\n", Example, args);
        AssertUsage($"unknown flag {args.First(a => a[0] == '-').Split('=')[0]}, ", Example, args);
    }

    [Theory]
    [InlineData("verify", "--verison")]
    [InlineData("verify", "--outpt-dir", "x")]
    [InlineData("--xyzzy")]
    [InlineData("-x")]
    public void A_flag_that_the_command_does_not_have_is_not_suggested(params string[] args) =>
        AssertUsage($"unknown flag {args.First(a => a[0] == '-')} (see --help)", Example, args);

    [Fact]
    public void Help_of_a_mistyped_command_is_not_the_overview()
    {
        AssertUsage("unknown command or file \"verfy\", did you mean verify?", [], "verfy", "--help");
        Assert.Equal(Tool.Run([], "help", "verify").Text, Tool.Run([], "--help", "verify").Text);
        Assert.Equal(Tool.Run([], "help").Text, Tool.Run([], "--help=true").Text);
    }

    [Fact]
    public void A_mistyped_host_or_shell_gets_a_hint()
    {
        AssertUsage("init: unknown host \"kustomise\", did you mean kustomize?", [], "init", "kustomise");
        AssertUsage("init takes a host", [], "init");
        AssertUsage("did you mean bash?", [], "completion", "bsh");
    }

    [Theory]
    [InlineData("--tls-mode: must be one of auto, ", ", not \"selfsigned\", did you mean self-signed?", "--tls-mode", "selfsigned")]
    [InlineData("--report-format: must be one of text, ", ", did you mean markdown?", "--report-format=MARKDOWN")]
    [InlineData("--profile: unknown name \"kyma-2.0\"", ", did you mean kyma-2.0-2.1?", "--profile", "kyma-2.0")]
    public void A_mistyped_value_gets_a_hint(string start, string end, params string[] args)
    {
        AssertUsage(start, Example, args);
        AssertUsage(end, Example, args);
    }

    [Theory]
    [InlineData("the flag --zipkin-address needs a value", "--zipkin-address=")]
    [InlineData("--zipkin-address: must not be empty\n", "--zipkin-address", "")]
    [InlineData("the flag --tls-mode needs a value", "--tls-mode=")]
    [InlineData("the flag --only needs a value", "--only=")]
    [InlineData("the flag --only needs a value", "--only", "")]
    [InlineData("--profile: must not be empty\n", "--profile", "")]
    public void An_empty_value_is_named(string message, params string[] args) => AssertUsage(message, Example, args);

    [Fact]
    public void A_letter_takes_its_value_after_an_equals_sign()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Combine("out.yaml");

        Assert.Equal(ExitCode.Written, Tool.Run(Example, "-q=true", $"-o={file}").Exit);
        Assert.NotEmpty(File.ReadAllBytes(file));
        Assert.Equal(ExitCode.Written, Tool.Run([], $"-f={file}").Exit);
        AssertUsage("--quiet: must be true or false, not \"yes\"", Example, "-q=yes");
    }

    [Fact]
    public void After_two_dashes_every_argument_is_a_file()
    {
        foreach (var name in new[] { "-x", "--strict", "-o", "--help", "--only=zipkin" })
        {
            var result = Tool.Run(Example, "-q", "--", name);
            Assert.Equal((ExitCode.FileError, $"error: {name}: no such file\n"), (result.Exit, result.Error));
        }
    }

    [Fact]
    public void A_file_named_like_a_mistyped_command_is_read()
    {
        using var folder = new TemporaryDirectory();
        var name = folder.Write("verfy", Example);

        Assert.Equal(ExitCode.Written, Tool.Run([], name).Exit);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("yaml")]
    [InlineData("name")]
    [InlineData("wide")]
    public void An_output_format_of_kubectl_is_not_used_as_a_file_name(string format)
    {
        foreach (var args in new[] { new[] { "-o", format }, [$"-o{format}"], [$"--output-file={format}"], ["diff", "-o", format] })
        {
            AssertUsage(
                $"-o {format}: -o names the output file, not a format as kubectl's -o does (a file of that name: -o ./{format})",
                Example,
                args
            );
        }

        Assert.False(File.Exists(format));
        using var folder = new TemporaryDirectory();
        var file = Path.Combine(folder.Root, format);
        Assert.Equal(ExitCode.Written, Tool.Run(Example, "-o", file).Exit);
        Assert.True(File.Exists(file));
    }

    [Theory]
    [InlineData("--only", "zipkin", "--skip", "zipkin,addons")]
    [InlineData("verify", "--only", "zipkin", "--skip", "zipkin")]
    [InlineData("diff", "--only=addons", "--skip=addons")]
    [InlineData("--only", "clean-export")]
    [InlineData("--only", "release-checks,external-istio")]
    [InlineData("--only", "host-ports", "--host-ports=false")]
    public void Only_and_skip_that_leave_no_patch_are_an_error(params string[] args) =>
        AssertUsage("--only and --skip leave no patch to apply", Example, args);

    [Fact]
    public void Skipping_all_patches_is_an_error_unless_other_work_is_requested()
    {
        var all = string.Join(',', OptionTable.Known(KnownNames.Patches));

        AssertUsage("--only and --skip leave no patch to apply", Example, "--skip", all);
        Assert.Equal(ExitCode.Written, Tool.Run(Example, "--skip", all, "--delete", "service zipkin").Exit);
        Assert.Equal(ExitCode.Written, Tool.Run(Example, "--skip", all, "--document-order", "install").Exit);
    }

    [Fact]
    public void A_namespace_without_a_control_plane_is_an_error()
    {
        var result = Tool.Run(Example, "--istio-namespace", "istio");

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Empty(result.Output);
        Assert.Contains(
            "no control plane in the namespace istio (the input has one in istio-system: set --istio-namespace)",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(ExitCode.Written, Tool.Run(Example, "--istio-namespace", "istio-system").Exit);
    }

    [Theory]
    [InlineData("nofile.yaml", "nofile.yaml")]
    [InlineData("nofolder/nofile.yaml", "verify", "nofolder/nofile.yaml")]
    [InlineData("nofile", "--config", "nofile")]
    [InlineData("no.lua", "--webhook-image", "a", "--webhook-script", "no.lua")]
    public void An_error_names_the_missing_file(string name, params string[] args)
    {
        var result = Tool.Run(Example, args);

        Assert.Equal((ExitCode.FileError, $"error: {name}: no such file\n"), (result.Exit, result.Error));
        Assert.Empty(result.Output);
    }

    [Fact]
    public void An_error_names_the_missing_folder() =>
        Assert.Equal("error: nofolder: no such folder\n", Tool.Run(Example, "--patch-dir", "nofolder").Error);

    [Fact]
    public void An_empty_file_name_is_not_reported_as_a_bug()
    {
        var result = Tool.Run("", "");

        Assert.Equal(
            (ExitCode.FileError, "error: the file name is empty (is a shell variable not set?)\n"),
            (result.Exit, result.Error)
        );
    }

    [Fact]
    public void An_error_names_the_output_file_and_not_the_temporary_file()
    {
        var result = Tool.Run(Example, "-o", "nofolder/out.yaml");

        Assert.Equal(ExitCode.FileError, result.Exit);
        Assert.Equal("error: nofolder/out.yaml: cannot be written: no such folder\n", result.Error);
    }

    [Theory]
    [InlineData("folder: cannot be written and is unchanged: is a folder", "-o", "folder")]
    [InlineData("folder: cannot be written and is unchanged: is a folder", "--report", "folder")]
    [InlineData("folder: is a folder", "--config", "folder")]
    [InlineData("folder: the folder has no .yaml, .yml or .json files (-R also reads its subfolders)", "folder")]
    [InlineData("file: is a file, not a folder", "--output-dir", "file", "--tls-mode", "none")]
    [InlineData("file/below: FOLDER/file is a file, not a folder", "--output-dir", "file/below", "--tls-mode", "none")]
    [InlineData("file: is a file, not a folder", "--patch-dir", "file")]
    [InlineData("file/below: FOLDER/file is a file, not a folder", "init", "pipe", "file/below")]
    public void A_folder_for_a_file_and_a_file_for_a_folder_give_an_error_that_names_the_path(string message, params string[] args)
    {
        using var folder = new TemporaryDirectory();
        Directory.CreateDirectory(folder.Combine("folder"));
        folder.Write("file", []);
        var before = Directory.GetFileSystemEntries(folder.Root);

        var result = Tool.Run(Example, [.. args.Select(a => a is ['f', ..] ? folder.Combine(a) : a)]);

        Assert.Equal($"error: {folder.Root}/{message.Replace("FOLDER", folder.Root, StringComparison.Ordinal)}\n", result.Error);
        Assert.Equal(ExitCode.FileError, result.Exit);
        Assert.Empty(result.Output);
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Root));
    }

    [Fact]
    public void A_certificate_store_that_is_a_file_gives_an_error_without_exception_text()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("file", []);

        var result = Tool.Run(Example, "--tls-store", file);

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Equal($"error: the certificate store {file}/kyma.local: {file} is a file, not a folder\n", result.Error);
    }

    [Theory]
    [InlineData("DIR/x: DIR is a file, not a folder", "--patch-dir", "DIR/x")]
    [InlineData("the certificate store DIR/x/y/kyma.local: DIR is a file, not a folder", "--tls-store", "DIR/x/y")]
    [InlineData("DIR/x.yaml: cannot be written: DIR is a file, not a folder", "--tls-mode", "none", "-o", "DIR/x.yaml")]
    [InlineData("DIR/x.json: cannot be written: DIR is a file, not a folder", "--tls-mode", "none", "--report", "DIR/x.json")]
    public void An_error_names_the_part_of_a_path_that_is_a_file(string message, params string[] args)
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("file", []);

        var result = Tool.Run(Example, [.. args.Select(a => a.Replace("DIR", file, StringComparison.Ordinal))]);

        Assert.Equal($"error: {message.Replace("DIR", file, StringComparison.Ordinal)}\n", result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Standard_input_can_have_a_name()
    {
        var result = Tool.Run(Example, "-v", "--input-name", "istio.yaml");

        Assert.Equal(ExitCode.Written, result.Exit);
        Assert.Contains("istio.yaml:", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("<stdin>", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_a_written_folder_are_verified_with_the_others()
    {
        using var folder = new TemporaryDirectory();
        var root = Path.Combine(folder.Root, "istio");
        Assert.Equal(ExitCode.Written, Tool.Run(Example, "--output-dir", root, "--allow-secrets").Exit);
        var whole = Tool.Run([], "verify", "-R", root);
        Assert.True(whole.Exit == ExitCode.Written, whole.Error);
        var some = Directory.GetFiles(Path.Combine(root, "istio-system"), "deployment-*.yaml").Take(2).ToArray();
        Assert.Equal(2, some.Length);

        foreach (var names in new[] { [Path.Combine(root, "kustomization.yaml")], Directory.GetFiles(root, "*.yaml"), some, [root] })
        {
            var part = Tool.Run([], ["verify", .. names]);
            Assert.Equal((whole.Exit, whole.Error), (part.Exit, part.Error));
        }

        File.AppendAllText(
            some[0],
            """
            ---
            {apiVersion: v1, kind: Service, metadata: {name: grafana, namespace: istio-system, labels: {app: grafana, chart: grafana}}}

            """
        );
        Assert.Equal(Tool.Run([], "verify", "-R", root).Error, Tool.Run([], "verify", some[1]).Error);
    }

    [Fact]
    public void A_kustomization_file_as_input_means_its_folder()
    {
        using var folder = new TemporaryDirectory();
        Directory.CreateDirectory(Path.Combine(folder.Root, "base"));
        folder.Write("base/istio.yaml", Tool.Run(Example).Output);
        var kustomization = folder.Write("kustomization.yaml", "resources: [base/istio.yaml]\n"u8.ToArray());

        var result = Tool.Run([], "verify", kustomization);
        var both = Tool.Run([], "verify", folder.Combine("base/istio.yaml"), kustomization);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.Equal(result, both);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false, "-q")]
    [InlineData(false, false)]
    public void A_terminal_shows_progress_while_input_is_slow(bool isTerminal, bool isShown, params string[] args)
    {
        var shown = new StringBuilder();
        using var output = new MemoryStream();
        using var input = new SlowStream(Example, isShown ? () => shown.Length > 0 : null);
        var host = new CommandLineEnvironment(input, output, TextWriter.Null, false, isTerminal, _ => null, () => Tool.Now)
        {
            WriteError = text => shown.Append(text),
        };

        Assert.Equal(ExitCode.Written, Application.Run(args, host));
        Assert.Equal(isShown, shown.Length > 0);
        if (isShown)
        {
            Assert.Contains("working, 1 bytes read from standard input", shown.ToString(), StringComparison.Ordinal);
            Assert.EndsWith("\r\e[K", shown.ToString(), StringComparison.Ordinal);
        }
    }

    private static void AssertUsage(string message, byte[] input, params string[] args)
    {
        var result = Tool.Run(input, args);

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Empty(result.Output);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    /// <summary>
    /// A stream whose second byte arrives when something happened, so that a busy machine cannot fail the test. Without anything to wait
    /// for, it arrives after more than a second.
    /// </summary>
    private sealed class SlowStream(byte[] content, Func<bool>? happened) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Position == 1)
            {
                SpinWait.SpinUntil(happened ?? (() => false), happened is null ? TimeSpan.FromSeconds(1.5) : ExternalTool.Patience);
            }

            return base.Read(buffer, offset, Position == 0 ? 1 : count);
        }
    }
}
