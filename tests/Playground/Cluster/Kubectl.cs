using System.Diagnostics;
using System.Text;

namespace GitOpsGuard.Playground.Tests.Cluster;

/// <summary>The real kubectl against a cluster: the one that KUBECTL names, that of .tools, or that on PATH.</summary>
internal sealed class Kubectl : IDisposable
{
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("kubectl");

    private Kubectl()
    {
    }

    /// <summary>A kubectl as somebody with every right.</summary>
    public static async Task<Kubectl> ForAsync(TestCluster test)
    {
        var (kubectl, cluster) = (new Kubectl(), test.Server);
        var (certificate, key) = await cluster.IssueAsync("admin", ["system:masters"], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(kubectl.home.FullName, "kubeconfig"), $$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "{{cluster.Address}}", certificate-authority-data: {{Encode(cluster.CertificateAuthorityPem)}} } }]
            users: [{name: u, user: {client-certificate-data: {{Encode(certificate)}}, client-key-data: {{Encode(key)}} } }]
            contexts: [{name: c, context: {cluster: c, user: u} }]
            current-context: c
            """, TestContext.Current.CancellationToken);
        return kubectl;
    }

    /// <summary>Runs a command and answers its exit code and everything it printed.</summary>
    public async Task<(int Code, string Output)> RunAsync(string command, string input = "", string? editor = null)
    {
        var cancel = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(Program(), command)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home.FullName,
        };
        start.Environment["HOME"] = home.FullName;
        start.Environment["KUBECONFIG"] = Path.Combine(home.FullName, "kubeconfig");
        start.Environment["NO_PROXY"] = "*";
        if (editor is not null) start.Environment["KUBE_EDITOR"] = editor;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input.AsMemory(), cancel);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Runs a command that must succeed.</summary>
    public async Task<string> OutputAsync(string command, string input = "", string? editor = null)
    {
        var (code, output) = await RunAsync(command, input, editor);
        Assert.True(code == 0, $"kubectl {command} ended with {code}: {output}");
        return output;
    }

    public void Dispose() => home.Delete(recursive: true);

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Program()
    {
        if (Environment.GetEnvironmentVariable("KUBECTL") is { Length: > 0 } named) return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var tool = Path.Combine(folder.FullName, ".tools", "kubectl");
            if (File.Exists(tool)) return tool;
        }

        return "kubectl";
    }
}
