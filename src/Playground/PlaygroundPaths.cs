namespace GitOpsGuard.Playground;

/// <summary>Where a playground finds what it runs and keeps what it makes.</summary>
/// <param name="Root">The clone that the playground was built from: charts, samples and tools lie in it.</param>
/// <param name="State">The folder for everything that a playground writes, <c>.playground</c> in the root.</param>
internal sealed record PlaygroundPaths(string Root, string State)
{
    public string Chart => Path.Combine(Root, "charts", "gitops-guard");
    public string Tools => Path.Combine(Root, ".tools");
    public string Home => Path.Combine(State, "home");
    public string Kubeconfig => Path.Combine(State, "kubeconfig");
    public string Repositories => Path.Combine(State, "repositories");

    /// <summary>What the cluster's components need: data, certificates, kubeconfigs.</summary>
    public string ControlPlane => Path.Combine(State, "control-plane");

    public string Pods => Path.Combine(State, "pods");
    public string Logs => Path.Combine(State, "logs");

    /// <summary>The folder of the kubectl plugin.</summary>
    public static string Plugin => Path.GetDirectoryName(Host("KubectlPlugin", "kubectl-gitops"))!;

    /// <summary>The log file of a program or part of the playground.</summary>
    public string Log(string name) => Path.Combine(Logs, $"{name}.log");

    /// <summary>The clone that this program was built in, by walking up from its own folder.</summary>
    public static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "GitOpsGuard.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new PlaygroundException(
            $"The playground runs from a clone of the repository, and {AppContext.BaseDirectory} is not in one.");
    }

    /// <summary>
    /// A program of this repository, built in the same configuration as the playground. Throws when it is not built.
    /// </summary>
    public static string Host(string project, string program)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(output.Parent!.Parent!.FullName, project, output.Name, program);
        return File.Exists(path)
            ? path
            : throw new PlaygroundException($"{path} is not there. Build it: dotnet build src/{project}");
    }
}
